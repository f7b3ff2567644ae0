//! The session: one person's terminal. Holds no keys and no store; asks the hub for what it shows.
//! The only folder that names ratatui and crossterm.
