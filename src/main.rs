//! The program: reads the command line and does what it says. Everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    caseload::cli::main()
}
