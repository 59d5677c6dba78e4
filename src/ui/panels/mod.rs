//! Panels beside the views.

pub mod inspector;
