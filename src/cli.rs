//! The subcommands: what `caseload` does without opening the desk.
