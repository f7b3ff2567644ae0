//! Starting a hub in the background for a session, and waiting until it is ready.
//!
//! The hub tells over its standard output: a line of progress, then `ready`, `taken` (another hub
//! holds the store) or a trouble as JSON. After that its standard streams lead nowhere, so that
//! `ssh host caseload agenda` ends when the session does.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::wire::{
    Trouble,
    link::{Link, NoLink},
};

/// How the hub's allocator keeps its memory (glibc; elsewhere nothing hears it): many threads of
/// which few work at once need no heap each, and what a rebuild or an import is done with goes back
/// to the system. Halves the hub's peaks. `packaging/caseload.service` says the same.
pub const MEMORY: [(&str, &str); 2] = [
    ("MALLOC_ARENA_MAX", "1"),
    ("MALLOC_TRIM_THRESHOLD_", "1048576"),
];

/// A hub that another session is starting is waited for this long.
const TAKEN_WAIT_MAX: Duration = Duration::from_secs(120);
const TAKEN_STEP: Duration = Duration::from_millis(10);

/// What a starting hub says.
pub enum Told {
    /// Percent of a rebuild, in words.
    Progress(String),
    Ready,
    Taken,
    Failed(Trouble),
}

/// Says it to the session that started this hub.
pub fn tell(told: &Told) {
    let line = match told {
        Told::Progress(words) => format!("progress {words}"),
        Told::Ready => "ready".to_owned(),
        Told::Taken => "taken".to_owned(),
        Told::Failed(trouble) => {
            format!(
                "failed {}",
                serde_json::to_string(trouble).unwrap_or_default()
            )
        }
    };
    // A session that went away meanwhile does not need to know.
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .unwrap_or_default();
}

/// Connects to the store's hub, starting one where none runs and the store is ours.
///
/// # Errors
/// Where there is no hub and none may be started, or it will not start.
pub fn reach(
    data: Option<&Path>,
    socket: &Path,
    as_person: &str,
    ephemeral: bool,
    progress: &mut dyn FnMut(&str),
) -> Result<Link, Trouble> {
    match Link::connect(socket, as_person) {
        Ok(link) => return Ok(link),
        Err(NoLink::Refused(trouble)) if !is_being_replaced(&trouble) => return Err(trouble),
        Err(NoLink::Refused(_) | NoLink::Nobody(_)) => {}
    }
    let Some(data) = data else {
        return Err(Trouble::offline("No hub is running here.")
            .hint("Ask whoever looks after this machine to start the service `caseload`."));
    };
    start(data, socket, ephemeral, progress)?;
    wait_for(socket, as_person)
}

/// An older hub hands over to this program: it will be gone in a moment.
fn is_being_replaced(trouble: &Trouble) -> bool {
    trouble.hint.contains("handing over")
}

fn start(
    data: &Path,
    socket: &Path,
    ephemeral: bool,
    progress: &mut dyn FnMut(&str),
) -> Result<(), Trouble> {
    let failed = |error: std::io::Error| Trouble::offline(format!("No hub starts: {error}."));
    let mut command = Command::new("/proc/self/exe");
    command
        .arg0("caseload")
        .arg("hub")
        .arg("--background")
        .arg("--data")
        .arg(data)
        .arg("--socket")
        .arg(socket)
        .envs(MEMORY);
    if ephemeral {
        command.arg("--ephemeral");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let told = child.stdout.take().map(BufReader::new);
    for line in told.into_iter().flat_map(BufRead::lines) {
        let line = line.map_err(failed)?;
        match line.split_once(' ') {
            Some(("progress", words)) => progress(words),
            Some(("failed", json)) => {
                return Err(serde_json::from_str(json)
                    .unwrap_or_else(|_| Trouble::offline("The hub did not start.")));
            }
            _ if line == "ready" || line == "taken" => return Ok(()),
            _ => {}
        }
    }
    Err(Trouble::offline("The hub ended before it was ready.")
        .hint("Run `caseload hub` to see why, or `caseload verify`."))
}

fn wait_for(socket: &Path, as_person: &str) -> Result<Link, Trouble> {
    let since = Instant::now();
    loop {
        match Link::connect(socket, as_person) {
            Ok(link) => return Ok(link),
            Err(NoLink::Refused(trouble)) if !is_being_replaced(&trouble) => return Err(trouble),
            Err(_) if since.elapsed() < TAKEN_WAIT_MAX => thread::sleep(TAKEN_STEP),
            Err(NoLink::Refused(trouble)) => return Err(trouble),
            Err(NoLink::Nobody(_)) => {
                return Err(Trouble::offline("The hub does not answer.")
                    .hint("Try again, or run `caseload doctor`."));
            }
        }
    }
}
