//! One view a file or folder.

pub mod contacts;
pub mod data;
pub mod log;
mod map;
mod network;
pub mod notifications;
pub mod settings;
pub mod welcome;

pub use data::DataView;
pub use map::MapView;
pub use network::NetworkView;
