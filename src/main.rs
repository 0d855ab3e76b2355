//! The program: everything is in the library's `cli`.

fn main() -> std::process::ExitCode {
    nianbao::cli::run(std::env::args_os())
}
