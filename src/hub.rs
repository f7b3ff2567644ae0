//! The one process that owns the store on a machine: checks, decides, writes, tells.
