//! The `citytools` program: parses the command line, runs, and ends with the exit code.

fn main() -> std::process::ExitCode {
    citytools::cli::run()
}
