//! A document that is edited for days.

use std::io::Write;
use std::time::Instant;

use crate::common::{edits::edits, texts::Texts};
use crate::session::Session;

/// Edits a document over and over; what the server keeps must not grow.
pub fn run(count: usize) {
    let text = Texts::best().one;
    let mut session = Session::nianbao();
    session.open(&text);
    let changes = edits(&text, 2000);
    let (mut early, step) = (f64::NAN, (count / 10).max(1));
    let begin = Instant::now();
    for turn in 0..count {
        let bytes = session.change(&changes[turn % changes.len()]);
        session.to.write_all(&bytes).expect("the server reads");
        // An editor reads what it is told; a bit at a time, so that bursts happen too.
        if turn % 20 == 19 || turn + 1 == count {
            let version = session.version;
            session.diagnostics(version);
        }
        if (turn + 1) % step == 0 {
            let (now, highest) = session.memory();
            if early.is_nan() {
                early = now;
            }
            println!("{:>9} edits  {now:.1} MiB  at its highest {highest:.1}  {:.0} s", turn + 1, begin.elapsed().as_secs_f64());
        }
    }
    let (now, _) = session.memory();
    assert!(now < early + 4.0, "memory grew from {early:.1} to {now:.1} MiB");
    println!("{count} edits, {early:.1} MiB after the first tenth, {now:.1} MiB at the end");
}
