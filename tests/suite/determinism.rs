//! The same records give the same bytes, wherever and however the program runs: whole commands, each file compared.
//!
//! Debug and release builds are compared by `tests/debug-and-release`, because that needs two programs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::support::{AS_OF, Outcome, Region, Result, copy, here, program, tree, tried};

type Files = BTreeMap<String, Vec<u8>>;

type Settings = &'static [(&'static str, &'static str)];

/// How a machine can differ from the next one without meaning anything by it.
const MACHINES: &[(&str, Settings)] = &[
    (
        "one thread in Turkey's letters",
        &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
    ),
    ("two threads where a day begins", &[("RAYON_NUM_THREADS", "2"), ("TZ", "<+14>-14"), ("LC_ALL", "C")]),
    (
        "23 threads where a day ends",
        &[("RAYON_NUM_THREADS", "23"), ("TZ", "<-11>11"), ("LANG", "de_DE.UTF-8")],
    ),
    ("nobody's home", &[("HOME", "/nowhere"), ("USER", "nobody"), ("TMPDIR", "/tmp"), ("COLUMNS", "40")]),
];

/// Late in the evening of [`AS_OF`], for whom no day is given: another day already in half of the world.
const EVENING: &str = "1795649400";

fn same(what: &str, first: &Files, other: &Files) -> Result {
    let names = first.keys().chain(other.keys());
    match names.into_iter().find(|name| first.get(*name) != other.get(*name)) {
        None => Ok(()),
        Some(name) => {
            let size = |files: &Files| {
                files.get(name).map_or("absent".to_owned(), |of| format!("{} bytes", of.len()))
            };
            Err(format!("{what}: {name} is another ({}, then {})", size(first), size(other)).into())
        }
    }
}

/// Copies a folder with its last file first, so that a file system that lists files as they came lists them otherwise.
fn copy_backwards(from: &Path, to: &Path) -> Result {
    for (path, bytes) in tree(from)?.into_iter().rev() {
        let target = to.join(path);
        fs::create_dir_all(target.parent().ok_or("a file has a folder")?)?;
        fs::write(target, bytes)?;
    }
    Ok(())
}

/// Names in the order in which the system lists them.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(PathBuf::from(entry?.file_name())));
    names.collect()
}

/// The tests' own folder may be in memory; cargo's is where the repository is.
fn folder_on_disk() -> Result<tempfile::TempDir> {
    Ok(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?)
}

/// Folders in memory list the newest file first; most on disks list by a hash of the name.
fn folder_in_memory() -> Option<tempfile::TempDir> {
    tempfile::tempdir_in("/dev/shm").ok()
}

/// A site built by a command that has everything but the folder for the site.
fn site(command: &mut Command, out: &Path) -> Result<Files> {
    Outcome::of(command.arg("--out").arg(out))?.expect(0)?;
    tree(out)
}

fn build(content: &Path) -> Command {
    let mut command = program();
    command.args(["build", "--as-of", AS_OF, "--content"]).arg(content);
    command
}

#[test]
fn a_site_is_the_same_on_every_machine() -> Result {
    let region = Region::harbourside()?;
    let first = site(build(&region.content()).env("RAYON_NUM_THREADS", "5"), &region.out())?;
    assert!(first.len() > 900, "{} files", first.len());
    // What holds a time of writing would have another one now: archives count in steps of two seconds.
    std::thread::sleep(Duration::from_millis(2100));
    for (at, (name, settings)) in MACHINES.iter().enumerate() {
        let out = region.root().join(format!("out-{at}"));
        // Without a day, the moment's own in UTC counts.
        let mut command = program();
        command.arg("build").arg("--content").arg(region.content()).env("SOURCE_DATE_EPOCH", EVENING);
        same(name, &first, &site(command.envs(settings.iter().copied()), &out)?)?;
    }
    tried(&format!("determinism: {} files the same on {} machines", first.len(), MACHINES.len() + 1));
    Ok(())
}

#[test]
fn a_site_is_the_same_from_and_in_every_folder() -> Result {
    let region = Region::harbourside()?;
    let root = region.root();
    let first = site(&mut build(&region.content()), &region.out())?;

    let within = root.join("deeper/still");
    fs::create_dir_all(&within)?;
    for (folder, content, out) in [
        (root, "content", "a"),
        (root, "./content/", "public/../b"),
        (&within, "../../content", "../../c/d/e"),
        (&region.content(), ".", "../f"),
        (Path::new("/"), region.content().to_str().ok_or("a path of letters")?, "g"),
    ] {
        let out = if folder == Path::new("/") { root.join(out) } else { folder.join(out) };
        let what = format!("{content} from {}", folder.display());
        same(&what, &first, &site(build(Path::new(content)).current_dir(folder), &out)?)?;
    }

    // Over itself, over the site of another day, and over what was there before.
    same("a second time", &first, &site(&mut build(&region.content()), &region.out())?)?;
    let mut other = program();
    other.args(["build", "--as-of", "2026-11-24", "--content"]).arg(region.content());
    assert!(
        same("another day", &first, &site(&mut other, &region.out())?).is_err(),
        "the day is nowhere to be seen"
    );
    same("over another day", &first, &site(&mut build(&region.content()), &region.out())?)
}

#[test]
fn a_site_is_the_same_in_whichever_order_files_are_listed() -> Result {
    let region = Region::harbourside()?;
    let first = site(&mut build(&region.content()), &region.out())?;
    let mut orders = vec![listed(&region.content())?];
    let disk = folder_on_disk()?;
    let memory = folder_in_memory();
    let folders = [Some(disk.path()), memory.as_ref().map(tempfile::TempDir::path)];
    for (at, folder) in folders.into_iter().flatten().enumerate() {
        for (name, copied) in
            [("forwards", copy as fn(&Path, &Path) -> Result), ("backwards", copy_backwards)]
        {
            // Addresses where records are edited have the name of the folder, so it is not another one.
            let content = folder.join(name).join("content");
            copied(&region.content(), &content)?;
            let out = region.root().join(format!("{name}-{at}"));
            same(name, &first, &site(&mut build(&content), &out)?)?;
            orders.push(listed(&content)?);
        }
    }
    orders.sort();
    orders.dedup();
    tried(&format!("determinism: {} orders of files", orders.len()));
    assert!(memory.is_none() || orders.len() > 2, "files came in {} orders", orders.len());
    Ok(())
}

/// A region with mistakes in many files, with notices, and with one from before to compare it with.
fn troubled(copied: fn(&Path, &Path) -> Result, folder: &Path) -> Result {
    let wrong = Region::harbourside()?;
    wrong.replace(
        "boroughs/harbour-quay.yaml",
        "lifecycle: retired\n    until: 2021",
        "lifecycle: retired",
    )?;
    wrong.replace("boroughs/mill-and-mere.yaml", "system: plume", "system: plum")?;
    wrong.append("suppliers/tern.yaml", "color: blue\n")?;
    wrong.append("systems/plume.yaml", "notes: At 10.4.2.17.\n")?;
    copied(&wrong.content(), &folder.join("wrong"))?;
    copied(&here("examples/harbourside"), &folder.join("content"))?;
    copied(&here("examples/harbourside"), &folder.join("later"))?;
    copied(&here("tests/fixtures/harbourside-more"), &folder.join("later"))?;
    copied(&here("tests/fixtures/ocds"), &folder.join("notices"))
}

/// Everything that commands say and write in such a folder.
fn told(folder: &Path, settings: &[(&str, &str)]) -> Result<Files> {
    let notices =
        ["array", "cf-award", "changes", "fts-act", "lots", "persons", "records", "security", "twins"];
    let notices: Vec<String> = notices.iter().map(|name| format!("notices/{name}.json")).collect();
    let ocds: Vec<&str> = ["import", "ocds"].into_iter().chain(notices.iter().map(String::as_str)).collect();
    let commands: &[&[&str]] = &[
        &["check", "--content", "wrong", "--advice"],
        &["check", "--content", "wrong", "--advice", "--format", "json"],
        &["check", "--content", "wrong", "--advice", "--format", "sarif"],
        &["check", "--content", "wrong", "--advice", "--format", "github"],
        &["diff", "content", "later", "--format", "text"],
        &["diff", "content", "later", "--format", "markdown"],
        &["diff", "content", "later", "--format", "json"],
        &ocds,
        &["export", "survey", "harbour-quay", "--out", "quay.xlsx"],
        &["export", "survey", "harbour-quay", "--out", "quay.csv"],
        &["import", "survey", "--dry-run", "quay.csv"],
        &["import", "survey", "--dry-run", "quay.xlsx"],
        &["release", "--content", "later"],
    ];
    let mut said = Files::new();
    for (at, command) in commands.iter().enumerate() {
        let mut run = program();
        run.args(*command).args(["--as-of", AS_OF]).current_dir(folder).envs(settings.iter().copied());
        let Outcome { code, stdout, stderr } = Outcome::of(&mut run)?;
        assert!(matches!(code, Some(0 | 1)), "{command:?}: {stderr}");
        let name = command.join(" ");
        said.insert(format!("{at}: {name}"), format!("{code:?}\n{stdout}\n{stderr}").into_bytes());
    }
    said.extend(tree(folder)?);
    Ok(said)
}

#[test]
fn reports_imports_exports_and_releases_are_the_same_on_every_machine() -> Result {
    let places = [folder_on_disk()?, folder_on_disk()?];
    troubled(copy, places[0].path())?;
    let first = told(places[0].path(), &[("RAYON_NUM_THREADS", "1")])?;
    for name in ["review/ocds.yaml", "quay.xlsx", "quay.csv", &format!("later/releases/{AS_OF}.json")] {
        assert!(first.contains_key(name), "nobody wrote {name}");
    }
    std::thread::sleep(Duration::from_millis(2100));
    for (name, settings) in MACHINES {
        let folder = folder_in_memory().map_or_else(folder_on_disk, Ok)?;
        troubled(copy_backwards, folder.path())?;
        same(name, &first, &told(folder.path(), settings)?)?;
    }
    troubled(copy_backwards, places[1].path())?;
    same("backwards", &first, &told(places[1].path(), &[])?)
}
