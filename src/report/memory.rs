//! The process's memory.

/// The most memory that the process has had resident so far, in MiB; where the system keeps no such figure, what
/// it has now.
#[must_use]
pub fn peak_memory_mb() -> u64 {
    peak_kib().map_or_else(now, |kib| kib / 1_024)
}

#[cfg(target_os = "linux")]
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(not(target_os = "linux"))]
fn peak_kib() -> Option<u64> {
    None
}

fn now() -> u64 {
    memory_stats::memory_stats().map_or(0, |m| m.physical_mem as u64 / (1 << 20))
}
