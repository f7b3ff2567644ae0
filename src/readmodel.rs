//! Rows and cards ready to draw: plain public fields, nothing left to look up.
