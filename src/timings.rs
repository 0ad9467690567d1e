//! Where the time of a build went: takes the rooms as they are done, gives a table in words or as JSON.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde::{Serialize, Serializer};

/// The rooms of a build that are done, in their order.
#[derive(Debug, Default, Serialize)]
pub struct Timings {
    rooms: Vec<Room>,
}

#[derive(Debug, Serialize)]
struct Room {
    name: &'static str,
    #[serde(serialize_with = "seconds")]
    seconds: Duration,
    /// What was done in it, with how much.
    counts: Vec<Count>,
}

#[derive(Debug, Serialize)]
struct Count {
    what: &'static str,
    count: usize,
}

impl Timings {
    /// Does something and keeps how long it took.
    pub fn room<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        self.rooms.push(Room { name, seconds: started.elapsed(), counts: Vec::new() });
        result
    }

    /// Says how much was done in the room that was done last.
    pub fn count(&mut self, what: &'static str, count: usize) {
        if let Some(room) = self.rooms.last_mut() {
            room.counts.push(Count { what, count });
        }
    }

    /// Does something in which several rooms work at the same time, and divides how long it took by their work, which
    /// what is done returns.
    pub fn shared<const N: usize, T>(
        &mut self,
        names: [&'static str; N],
        work: impl FnOnce() -> (T, [Duration; N]),
    ) -> T {
        let started = Instant::now();
        let (result, parts) = work();
        let (took, whole) = (started.elapsed(), parts.iter().sum::<Duration>().as_secs_f64());
        for (name, part) in names.into_iter().zip(parts) {
            let share = if whole > 0.0 { part.as_secs_f64() / whole } else { 1.0 / N as f64 };
            self.rooms.push(Room { name, seconds: took.mul_f64(share), counts: Vec::new() });
        }
        result
    }

    /// Says how much was done in one of the rooms.
    pub fn count_in(&mut self, name: &str, what: &'static str, count: usize) {
        if let Some(room) = self.rooms.iter_mut().find(|room| room.name == name) {
            room.counts.push(Count { what, count });
        }
    }

    fn whole(&self) -> Duration {
        self.rooms.iter().map(|room| room.seconds).sum()
    }

    /// A line for each room.
    #[must_use]
    pub fn text(&self) -> String {
        let whole = self.whole();
        let mut text = String::new();
        for Room { name, seconds, counts } in &self.rooms {
            let percent = 100.0 * seconds.as_secs_f64() / whole.as_secs_f64().max(f64::MIN_POSITIVE);
            let counts: Vec<String> =
                counts.iter().map(|Count { what, count }| format!("{count} {what}")).collect();
            let line =
                format!("{name:<8} {:>8.3} s {percent:>3.0} %  {}", seconds.as_secs_f64(), counts.join(", "));
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let _ = write!(text, "{:<8} {:>8.3} s", "together", whole.as_secs_f64());
        match peak_memory() {
            Some(bytes) => text + &format!("; at most {:.0} MB of memory", bytes as f64 / 1e6),
            None => text,
        }
    }

    /// The same for programs.
    #[must_use]
    pub fn json(&self) -> String {
        let whole = self.whole().as_secs_f64();
        let all =
            serde_json::json!({ "rooms": self.rooms, "seconds": whole, "peak_memory_bytes": peak_memory() });
        all.to_string()
    }
}

fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}

/// The most memory that this process ever held, in bytes, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
