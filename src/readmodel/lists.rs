//! Small lists that forms choose from: staff, practices, services.

use serde::{Deserialize, Serialize};

use crate::domain::{
    people::{Practice, Staff},
    service::Service,
    terms::StoreKind,
};

/// Who is at this desk and what store it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub me: Staff,
    pub today: chrono::NaiveDate,
    pub kind: StoreKind,
    /// The store stays on its day (a demonstration).
    pub today_stands: bool,
    pub staff: Vec<Staff>,
    pub practices: Vec<Practice>,
    pub services: Vec<Service>,
    /// The last sequence the asker has been told.
    pub seq: u64,
}
