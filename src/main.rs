//! The `citytools` program: parses the command line, runs, and ends with the exit code.

/// Views and pages are made of many small strings, on many threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    citytools::cli::run()
}
