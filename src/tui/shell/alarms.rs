//! When the session is to be woken.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::clock;
use crate::tui::effect::Alarm;

/// The alarms that are set.
#[derive(Debug, Default)]
pub(super) struct Alarms {
    set: BTreeMap<Alarm, Instant>,
}

impl Alarms {
    pub(super) fn set(&mut self, alarm: Alarm, after: Duration) {
        self.set.insert(alarm, Instant::now() + after);
    }

    pub(super) fn set_midnight(&mut self) {
        self.set(Alarm::Midnight, clock::until_midnight(clock::now()));
    }

    pub(super) fn forget(&mut self, alarm: Alarm) {
        self.set.remove(&alarm);
    }

    /// How long until the next one; `None` where none is set.
    pub(super) fn until_next(&self) -> Option<Duration> {
        let next = self.set.values().min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// Takes out those whose time has come.
    pub(super) fn due(&mut self) -> Vec<Alarm> {
        let now = Instant::now();
        let due: Vec<Alarm> = self
            .set
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(alarm, _)| *alarm)
            .collect();
        for alarm in &due {
            self.set.remove(alarm);
        }
        due
    }
}
