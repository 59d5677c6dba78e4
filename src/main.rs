//! Picks a door: the window where nothing or only files are named, else the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    truyvet::store::no_core_dumps();
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    #[cfg(feature = "gui")]
    if !truyvet::cli::knows(&arguments) && truyvet::ui::wants(&arguments) {
        return truyvet::ui::main(arguments);
    }
    truyvet::cli::main(arguments)
}
