//! Files of any size in little memory.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;

use super::{award, import};
use crate::support::{AS_OF, Region, Result, program};

/// A file of a package with at least so many bytes, in which every so-and-so-many release is one of this region's, each
/// of a procurement of its own.
fn large_file(path: &Path, megabytes: u64, every: usize) -> Result<usize> {
    let mut file = std::io::BufWriter::new(fs::File::create(path)?);
    file.write_all(b"{\"version\": \"1.1\", \"releases\": [")?;
    let (mut written, mut count) = (0, 0);
    while written < megabytes << 20 {
        let ocid = format!("ocds-h6vhtk-{count:06x}");
        let mut release = award(&ocid, &format!("{count:06}-2026"), "2026-01-10", "Web forms", "2027-12-31");
        release["tender"]["description"] = json!("What is bought, in many words. ".repeat(80));
        if count % every != 0 {
            release["buyer"]["name"] = json!("Council of the Far Hills");
        }
        let text = release.to_string();
        written += text.len() as u64 + 1;
        if count > 0 {
            file.write_all(b",")?;
        }
        file.write_all(text.as_bytes())?;
        count += 1;
    }
    file.write_all(b"]}")?;
    file.flush()?;
    Ok(count)
}

/// The most memory that the import of a file takes, in megabytes.
fn peak(region: &Region, file: &str, code: i32) -> Result<u64> {
    let mut child = program()
        .args(["import", "ocds", "--large", "--as-of", AS_OF, file])
        .current_dir(region.root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(kilobytes.unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            assert_eq!(status.code(), Some(code));
            return Ok(peak >> 10);
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// What is more for a large file than for a small one grows with what is proposed, some three hundred bytes for each
/// release of ours, and not with the bytes of the file.
fn is_read_in_little(megabytes: u64, every: usize) -> Result {
    let region = Region::harbourside()?;
    large_file(&region.root().join("small.json"), 1, every)?;
    let before = peak(&region, "small.json", 0)?;
    let releases = large_file(&region.root().join("large.json"), megabytes, every)?;
    fs::remove_dir_all(region.root().join("review"))?;
    let peak = peak(&region, "large.json", 0)?;
    println!("{megabytes} MB, {releases} releases, one of {every} ours: {peak} MB, and {before} MB for 1 MB");
    // The allocator keeps some of what was given back, more of it on a busy machine.
    let more = if every == 1 { 30 + megabytes / 7 } else { 30 + megabytes / 50 };
    assert!(peak > 0 && peak < 200, "{peak} MB");
    assert!(peak <= before + more, "{peak} MB for {megabytes} MB, {before} MB for 1 MB");
    Ok(())
}

#[test]
fn a_text_of_any_length_is_not_held() -> Result {
    let region = Region::harbourside()?;
    let plain = award("ocds-h6vhtk-a", "1", "2026-01-10", "Web forms", "2027-12-31");
    let long = |text: &str, megabytes: usize| {
        let mut long = award("ocds-h6vhtk-b", "2", "2026-01-10", "Payroll", "2027-12-31");
        long["tender"]["description"] = json!("@");
        long.to_string().replace('@', &text.repeat((megabytes << 20) / text.len()))
    };
    for text in ["word ", "\\n", "\\u00e9", "é", "\\\""] {
        let release = long(text, 9);
        for (file, json) in [
            ("package.json", format!("{{\"releases\": [{release}, {plain}]}}")),
            ("lines.jsonl", format!("{plain}\n{release}\n{plain}\n")),
        ] {
            fs::write(region.root().join(file), json)?;
            let said = import(&region, &["--dry-run", file])?.expect(1)?;
            assert!(said.stderr.contains("longer than 650 kB"), "{text} {file}: {}", said.stderr);
            assert!(said.stdout.contains("title: Web forms"), "{text} {file}: {}", said.stdout);
            assert!(!said.stdout.contains("title: Payroll"), "{text} {file}");
        }
    }
    fs::write(region.root().join("long.json"), long("word ", 100))?;
    let peak = peak(&region, "long.json", 1)?;
    println!("a text of 100 MB: {peak} MB");
    assert!(peak > 0 && peak < 100, "{peak} MB");
    Ok(())
}

/// The size of the files; `five_hundred_megabytes_take_less_than_two_hundred` is the one that counts.
const MEGABYTES: u64 = 40;

#[test]
fn a_large_file_is_read_a_release_at_a_time() -> Result {
    is_read_in_little(MEGABYTES, 100)
}

#[test]
fn releases_of_ours_wait_on_the_disk() -> Result {
    is_read_in_little(MEGABYTES, 1)
}

#[test]
#[ignore = "writes a file of 500 MB; cargo test --release --test suite -- --ignored five_hundred --nocapture"]
fn five_hundred_megabytes_take_less_than_two_hundred() -> Result {
    is_read_in_little(500, 100)?;
    is_read_in_little(500, 1)
}
