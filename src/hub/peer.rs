//! Who is on the other end of a socket: what the kernel says, and nobody else.

use std::os::unix::net::UnixStream;

use crate::{
    domain::{heads::Heads, people::Staff},
    wire::Trouble,
};

use super::{layout::Layout, writer::Who};

/// The Unix account of the peer.
///
/// # Errors
/// Where the kernel does not say.
pub fn uid_of(stream: &UnixStream) -> Result<u32, Trouble> {
    rustix::net::sockopt::socket_peercred(stream)
        .map(|credentials| credentials.uid.as_raw())
        .map_err(|error| Trouble::offline(format!("The kernel does not say who you are: {error}.")))
}

/// Which person an account acts as: the one asked for where the account is mapped to them, else
/// the first mapped. In demonstration and training stores everybody is mapped to the owner.
///
/// # Errors
/// One sentence for an account that nobody mapped, or for a person who is not theirs.
pub fn person(heads: &Heads, uid: u32, as_person: &str, layout: &Layout) -> Result<Who, Trouble> {
    let owner = layout.is_ours() && uid == rustix::process::geteuid().as_raw();
    let mapped = heads
        .directory
        .accounts
        .get(&uid)
        .map_or(&[][..], Vec::as_slice);
    // Who plays with invented people may be any of them.
    let invented = heads.directory.staff.values();
    let invented = invented.filter(|_| owner && heads.is_invented());
    let mut people = mapped
        .iter()
        .filter_map(|id| heads.staff(*id))
        .chain(invented)
        .filter(|staff| staff.active);
    let found = if as_person.is_empty() {
        people.next()
    } else {
        people.find(|staff| is_called(staff, as_person))
    };
    match found {
        Some(staff) => Ok(Who {
            staff: staff.id,
            owner,
        }),
        None if as_person.is_empty() => Err(Trouble::refused(format!(
            "Your account (number {uid}) belongs to nobody on this desk yet."
        ))
        .hint("Ask your practice manager to add you: caseload staff add.")),
        None => Err(
            Trouble::refused(format!("Your account may not act as \"{as_person}\"."))
                .hint("Leave out --as, or ask your practice manager."),
        ),
    }
}

fn is_called(staff: &Staff, asked: &str) -> bool {
    staff.handle.eq_ignore_ascii_case(asked)
        || staff.name.eq_ignore_ascii_case(asked)
        || staff.id.to_string().eq_ignore_ascii_case(asked)
}
