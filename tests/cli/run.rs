//! A home of its own for the binary, and running it there.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// No command in these tests takes so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// A home folder, gone with its hubs when dropped.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Home {
        Home {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A home with a demonstration store on a day of its own.
    pub(crate) fn with_demo() -> Home {
        let home = Home::new();
        let made = home.run(&["demo", "--today", "2026-11-23", "--make", &home.data()]);
        assert_eq!(made.code, 0, "{}", made.err);
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> String {
        self.path("store").display().to_string()
    }

    /// The binary with nothing of the caller's environment but this home.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("CASELOAD_DATA", self.data())
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    pub(crate) fn run_with_input(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        Ran::of(child.wait_with_output().unwrap())
    }

    /// Runs it, expects success and reads standard output as JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(&[&["--json"], args].concat());
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{args:?}: {error}"))
    }

    /// Ends the hub of a store, if one runs, by its lock's holder, and waits until it has gone.
    pub(crate) fn end_hub(&self, data: &Path) {
        for hub in hubs_of(data) {
            let pid = hub.to_string();
            let ended = Command::new("kill").arg(&pid).status();
            drop(ended);
            let since = Instant::now();
            while Path::new("/proc").join(&pid).join("exe").exists() {
                assert!(since.elapsed() < PATIENCE, "the hub does not go");
                thread::park_timeout(Duration::from_millis(5));
            }
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        for entry in fs::read_dir(self.folder.path()).unwrap().flatten() {
            self.end_hub(&entry.path());
        }
    }
}

/// The processes that have the store's lock open.
pub(crate) fn hubs_of(data: &Path) -> Vec<u32> {
    let lock = data.join("hub.lock");
    let mut hubs = Vec::new();
    for process in fs::read_dir("/proc").unwrap().flatten() {
        let Some(pid) = process
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        let Ok(handles) = fs::read_dir(process.path().join("fd")) else {
            continue;
        };
        let holds = |handle: fs::DirEntry| fs::read_link(handle.path()).is_ok_and(|to| to == lock);
        if handles.flatten().any(holds) {
            hubs.push(pid);
        }
    }
    hubs
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code().expect("ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

/// Reads both pipes of a child to their ends, as `ssh host caseload agenda` does.
pub(crate) fn read_to_the_end(mut child: std::process::Child) -> (String, String) {
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let errors = thread::spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).unwrap();
        text
    });
    let mut text = String::new();
    out.read_to_string(&mut text).unwrap();
    child.wait().unwrap();
    (text, errors.join().unwrap())
}

/// The folder of the project, for the data that comes with it.
pub(crate) fn project(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(name)
        .display()
        .to_string()
}
