//! What must never happen, whatever comes in. The targets are those of the
//! fuzzer (`cargo xtask fuzz`), here with its seeds and with all it ever found.

#[path = "../../benches/common/shapes.rs"]
mod shapes;
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use nianbao::rules::Draft;
use std::path::{Path, PathBuf};
use targets::FORMATS;
use targets::model::{Seeded, look, run};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn seeds_and_found_crashes_pass_every_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (name, target) in targets::TARGETS {
        let seeds = files(&fuzz.join("seeds").join(name));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for path in seeds.into_iter().chain(files(&fuzz.join("found").join(name))) {
            let bytes = std::fs::read(&path).unwrap();
            if let Err(cause) = std::panic::catch_unwind(|| target(&bytes)) {
                panic!("{}: {}", path.display(), nianbao::rules::panic_text(&*cause));
            }
        }
    }
}

/// What takes more than linear time for these is found by `cargo xtask soak`; here that nothing breaks.
#[test]
fn texts_that_nobody_writes_in_good_faith_are_read_too() {
    for (name, make) in shapes::SHAPES {
        let text = make(3000);
        let outcome = std::panic::catch_unwind(|| {
            for format in FORMATS {
                let analysis = Draft::with_format(&text, format).analyse(targets::input::settings());
                assert!(analysis.broken.is_empty(), "{:?}", analysis.broken);
                look(&analysis);
            }
        });
        assert!(outcome.is_ok(), "{name}");
    }
}

/// Random editing, each sequence of up to 12 messages with up to 3 changes.
fn sequences(count: u64) {
    for seed in 0..count {
        let sequence = std::panic::catch_unwind(|| FORMATS.map(|format| run(&mut Seeded(seed), 12, format)));
        assert!(sequence.is_ok(), "sequence {seed}");
    }
}

#[test]
fn an_edited_document_is_as_one_opened_anew() {
    sequences(150);
}

#[test]
#[ignore = "takes many minutes: cargo xtask soak"]
fn a_hundred_thousand_edited_documents_are_as_ones_opened_anew() {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let count = std::env::var("NIANBAO_SEQUENCES").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000u64);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|first| {
                scope.spawn(move || {
                    for seed in (first..count).step_by(threads as usize) {
                        let sequence = std::panic::catch_unwind(|| FORMATS.map(|format| run(&mut Seeded(1_000_000 + seed), 12, format)));
                        assert!(sequence.is_ok(), "sequence {}", 1_000_000 + seed);
                    }
                })
            })
            .collect();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    });
    println!("{count} sequences of up to 12 messages with up to 3 changes each");
}
