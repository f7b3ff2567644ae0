//! Unix sockets at paths of any length: the kernel takes about a hundred bytes, so a longer path
//! is reached through a handle of its folder.

use std::{
    fs::File,
    io,
    os::{
        fd::AsRawFd,
        unix::net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
};

/// Longer paths are not taken by the kernel.
const PATH_MAX: usize = 107;

/// Binds a socket.
///
/// # Errors
/// As the system says.
pub fn bind(path: &Path) -> io::Result<UnixListener> {
    through(path, |short| UnixListener::bind(short))
}

/// Connects to a socket.
///
/// # Errors
/// As the system says.
pub fn connect(path: &Path) -> io::Result<UnixStream> {
    through(path, |short| UnixStream::connect(short))
}

fn through<T>(path: &Path, open: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    if path.as_os_str().len() <= PATH_MAX {
        return open(path);
    }
    // The handle must stay open until the socket is.
    let folder = File::open(path.parent().unwrap_or(Path::new(".")))?;
    let name = path.file_name().unwrap_or_default();
    open(&PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd())).join(name))
}
