//! How the new site comes in the place of the old one, whatever happens to the program on the way.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::{AS_OF, Chance, Outcome, Region, Result, a_seed, left_out, program, tree, tried};

/// A day on which every page reads otherwise than on that of the tests.
const OTHER_DAY: &str = "2026-11-24";

type Files = BTreeMap<String, Vec<u8>>;

fn command(region: &Region, day: &str) -> Command {
    let mut command = program();
    command.args(["build", "--as-of", day, "--content"]).arg(region.content()).arg("--out").arg(region.out());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The site of a day as a build that nobody disturbs writes it.
fn whole(region: &Region, day: &str) -> Result<Files> {
    assert!(command(region, day).status()?.success());
    tree(&region.out())
}

/// What stands beside the site and the records, but for the site before it, which the next build makes use of.
fn left_behind(region: &Region) -> Result<Vec<PathBuf>> {
    let entries: Vec<PathBuf> =
        fs::read_dir(region.root())?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    let known = [region.out(), region.content(), region.root().join(".citytools-before-public")];
    Ok(entries.into_iter().filter(|path| !known.contains(path)).collect())
}

/// Whether a folder that was opened is still the one at a path.
fn is_at(folder: &fs::File, path: &Path) -> bool {
    let of = |found: fs::Metadata| (found.dev(), found.ino());
    fs::metadata(path).is_ok_and(|there| folder.metadata().is_ok_and(|opened| of(opened) == of(there)))
}

/// Reads pages of a site again and again while builds are killed; each has to be one of two sites' own, and two pages of
/// a folder that was opened once have to be of the same site.
fn walk(
    out: &Path,
    sites: [&Files; 2],
    stop: &AtomicBool,
    read: &AtomicUsize,
) -> std::result::Result<(), String> {
    // A page that says the same on both days tells nothing.
    let differs = |path: &&String| path.ends_with(".html") && sites[0][*path] != sites[1][*path];
    let paths: Vec<&String> = sites[0].keys().filter(differs).collect();
    let of = |path: &str, bytes: &[u8]| sites.iter().position(|site| site[path] == bytes);
    let mut turn = 0;
    while !stop.load(Ordering::Relaxed) {
        let Ok(folder) = fs::File::open(out) else { return Err("there is no site for a moment".to_owned()) };
        let opened = PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd()));
        let mut seen = Vec::new();
        for step in 0..4 {
            let path = paths[(turn * 7 + step * 13) % paths.len()];
            let page = opened.join(path);
            // Twice: the folder may have been set aside, and be the site again by now.
            let Ok(bytes) = fs::read(&page).or_else(|_| fs::read(&page)) else {
                // One that was set aside is changed into the next site, and may lack a page meanwhile.
                if is_at(&folder, out) {
                    return Err(format!("{path} is missing for a moment"));
                }
                continue;
            };
            seen.push(of(path, &bytes).ok_or_else(|| format!("{path} is of neither site"))?);
            read.fetch_add(1, Ordering::Relaxed);
        }
        if seen.windows(2).any(|two| two[0] != two[1]) {
            return Err("pages of two sites in one folder".to_owned());
        }
        turn += 1;
    }
    Ok(())
}

fn may_end(turn: u32) -> bool {
    turn % 5 == 4
}

/// Begins a build, by turns of one day and the other, and kills it after a while; every fifth may end. Whether it was killed.
fn is_killed(region: &Region, turn: u32, wait: Duration) -> Result<bool> {
    let mut child = command(region, if turn.is_multiple_of(2) { OTHER_DAY } else { AS_OF }).spawn()?;
    if may_end(turn) {
        assert!(child.wait()?.success());
        return Ok(false);
    }
    std::thread::sleep(wait);
    let is_done = child.try_wait()?.is_some();
    child.kill()?;
    child.wait()?;
    Ok(!is_done)
}

/// Killed at so many instants: `CITYTOOLS_KILLS`, 25 where nobody says.
fn kills() -> Result<u32> {
    std::env::var("CITYTOOLS_KILLS").map_or(Ok(25), |count| Ok(count.parse()?))
}

#[test]
#[cfg(target_os = "linux")]
fn a_reader_gets_whole_sites_however_often_builds_are_killed() -> Result {
    let region = Region::harbourside()?;
    let started = Instant::now();
    let other = whole(&region, OTHER_DAY)?;
    let whole_build = started.elapsed();
    let own = whole(&region, AS_OF)?;
    let out = region.out();
    let (stop, read) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (count, mut chance) = (kills()?, Chance::seeded(a_seed()));
    let builds = std::thread::scope(|scope| -> Result<u32> {
        let reader = scope.spawn(|| walk(&out, [&own, &other], &stop, &read));
        let (mut killed, mut builds) = (0, 0);
        let mut tried = Ok(());
        let mut whole_build = whole_build;
        while tried.is_ok() && killed < count && builds < 4 * count {
            // Any instant of the whole build, and hardly ever one after it.
            let most = u64::try_from(whole_build.as_nanos())? * 11 / 10;
            let (instant, started) = (Duration::from_nanos(chance.next() % most), Instant::now());
            tried = is_killed(&region, builds, instant).map(|is_killed| killed += u32::from(is_killed));
            if may_end(builds) {
                // What else the machine does changes how long one takes.
                whole_build = started.elapsed();
            }
            builds += 1;
        }
        stop.store(true, Ordering::Relaxed);
        reader.join().map_err(|_| "the reader broke off")??;
        tried?;
        assert_eq!(killed, count, "of {builds} builds");
        Ok(builds)
    })?;
    let read = read.into_inner();
    tried(&format!(
        "instants: {count} of {builds} builds killed; {read} pages read meanwhile, each of one whole site"
    ));
    assert!(read > 1000, "{read} pages read");
    // The next build heals.
    assert!(whole(&region, AS_OF)? == own, "the site is whole");
    assert_eq!(left_behind(&region)?, Vec::<PathBuf>::new());
    Ok(())
}

#[test]
fn of_two_builds_at_once_each_writes_a_whole_site() -> Result {
    let region = Region::harbourside()?;
    let sites = [whole(&region, OTHER_DAY)?, whole(&region, AS_OF)?];
    for _ in 0..3 {
        let builds = [OTHER_DAY, AS_OF, OTHER_DAY].map(|day| command(&region, day).spawn());
        for build in builds {
            assert!(build?.wait()?.success());
        }
        assert!(sites.contains(&tree(&region.out())?), "the site is one of the two");
        assert_eq!(left_behind(&region)?, Vec::<PathBuf>::new());
    }
    Ok(())
}

#[test]
fn a_build_waits_for_another_one_and_says_so() -> Result {
    let region = Region::harbourside()?;
    let own = whole(&region, AS_OF)?;
    let turn = fs::File::open(region.root())?;
    turn.lock()?;
    let said = region.root().join("said");
    let mut child = command(&region, OTHER_DAY).stderr(fs::File::create(&said)?).spawn()?;
    // It has everything but its turn.
    let waits =
        || fs::read_to_string(&said).is_ok_and(|said| said.contains("Another build is writing beside"));
    for _ in 0..600 {
        if waits() || child.try_wait()?.is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(500));
    assert!(waits() && child.try_wait()?.is_none(), "{}", fs::read_to_string(&said)?);
    assert_eq!(left_behind(&region)?, [said.clone()], "nothing is written before");
    assert!(tree(&region.out())? == own, "the old site stands");
    turn.unlock()?;
    assert!(child.wait()?.success());
    assert!(tree(&region.out())? != own);
    Ok(())
}

#[test]
fn only_what_killed_builds_left_is_cleared() -> Result {
    let region = Region::harbourside()?;
    let beside = |name: &str| region.root().join(name);
    let others = [
        ".citytools-new",
        ".citytools-newer/a",
        ".citytools-old/a",
        "citytools-new-a/a",
        ".git/config",
        ".citytools/a",
    ];
    for name in others.iter().chain(&[".citytools-new-a1B2c3/towns/index.html", ".citytools-new-zzzzzz/a"]) {
        fs::create_dir_all(beside(name).parent().ok_or("a folder")?)?;
        fs::write(beside(name), "a")?;
    }
    // A link of that name goes, and what it leads to stays.
    symlink(beside(".git"), beside(".citytools-new-linked"))?;
    region.build()?.expect(0)?;
    assert!(others.iter().all(|name| beside(name).is_file()), "{:?}", left_behind(&region)?);
    let mut kept = left_behind(&region)?;
    kept.sort();
    let mut due: Vec<PathBuf> =
        others.iter().map(|name| beside(name.split('/').next().unwrap_or_default())).collect();
    due.sort();
    assert_eq!(kept, due);
    Ok(())
}

/// Root may read everything, so nothing is told of root.
#[test]
fn what_killed_builds_left_is_cleared_though_it_was_closed() -> Result {
    use std::os::unix::fs::PermissionsExt as _;
    let region = Region::harbourside()?;
    let left = region.root().join(".citytools-new-a1B2c3");
    fs::create_dir_all(left.join("towns/deep"))?;
    fs::write(left.join("towns/deep/a"), "a")?;
    for folder in ["towns/deep", "towns"] {
        fs::set_permissions(left.join(folder), fs::Permissions::from_mode(0o000))?;
    }
    region.build()?.expect(0)?;
    assert!(!left.exists());
    Ok(())
}

#[test]
fn the_folder_keeps_what_git_and_pages_need_there_and_can_be_read_by_all() -> Result {
    use std::os::unix::fs::PermissionsExt as _;
    const KEPT: [&str; 5] = [".git", ".gitattributes", ".gitignore", ".gitkeep", ".nojekyll"];
    let region = Region::harbourside()?;
    fs::create_dir(region.out())?;
    for name in KEPT {
        fs::write(region.out().join(name), name)?;
    }
    fs::write(region.out().join(".DS_Store"), "where windows stood")?;
    // A folder with nothing but such files is as good as an empty one, and the second site keeps them from the first.
    for _ in 0..2 {
        region.build()?.expect(0)?;
        for name in KEPT {
            assert_eq!(fs::read_to_string(region.out().join(name))?, name);
        }
        assert!(!region.out().join(".DS_Store").exists(), "what a system leaves everywhere is published");
        assert_eq!(fs::metadata(region.out())?.permissions().mode() & 0o777, 0o755);
    }
    // The manifest is that of the new site.
    let manifest = || fs::read_to_string(region.out().join(".citytools"));
    let old = manifest()?;
    assert!(command(&region, OTHER_DAY).status()?.success());
    assert_ne!(manifest()?, old);
    Ok(())
}

/// What a server would take for an order, and what somebody may miss, is neither published nor deleted.
#[test]
fn a_hidden_file_that_is_none_of_the_sites_stops_the_build() -> Result {
    type Plant = fn(&Path) -> std::io::Result<()>;
    let plants: [(&str, Plant); 8] = [
        (".htaccess", |path| fs::write(path, "Redirect / https://elsewhere.example/")),
        (".env", |path| fs::write(path, "TOKEN=a")),
        (".well-known", |path| fs::create_dir(path)),
        (".git", |path| fs::create_dir(path)),
        (".nojekyll", |path| fs::create_dir(path)),
        (".gitignore", |path| symlink("../outside", path)),
        (".index.html.swp", |path| symlink("nowhere", path)),
        (".citytools-before-public", |path| fs::create_dir(path)),
    ];
    let region = Region::harbourside()?;
    fs::create_dir(region.out())?;
    for is_built in [false, true] {
        if is_built {
            region.build()?.expect(0)?;
        }
        let before = tree(&region.out())?;
        for (name, plant) in plants {
            let path = region.out().join(name);
            plant(&path)?;
            let refused = region.build()?.expect(3)?;
            let said = format!("the folder has {name} in it, which is no part of a site");
            assert!(refused.stderr.contains(&said), "{name}: {}", refused.stderr);
            let is_folder = fs::symlink_metadata(&path)?.is_dir();
            if is_folder {
                fs::remove_dir(&path)?
            } else {
                fs::remove_file(&path)?
            }
            assert!(tree(&region.out())? == before, "{name}: the folder is another");
        }
    }
    Ok(())
}

/// Runs a shell script where `disk` is a disk of its own that holds little, with `$PROGRAM`, `$CONTENT` and `$DISK`.
/// Nothing where this machine gives no room for that.
fn on_a_small_disk(region: &Region, options: &str, script: &str) -> Result<Option<Outcome>> {
    let disk = region.root().join("disk");
    fs::create_dir_all(&disk)?;
    let whole = format!("mount -t tmpfs -o size=256k tmpfs \"$DISK\" || exit 77\n{options}\n{script}");
    let outcome = Outcome::of(
        Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", &whole])
            .env("PROGRAM", program().get_program())
            .env("CONTENT", region.content())
            .env("DISK", &disk),
    );
    match outcome {
        Ok(outcome) if outcome.code != Some(77) && !outcome.stderr.contains("unshare") => Ok(Some(outcome)),
        _ => {
            left_out("a full disk: this machine lets nobody mount one");
            Ok(None)
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_one_that_nobody_may_write_and_a_mounted_folder_leave_the_old_site() -> Result {
    let region = Region::harbourside()?;
    let old = "mkdir \"$DISK/public\" && echo old >\"$DISK/public/index.html\" && touch \"$DISK/public/.citytools\"";
    let build = "\"$PROGRAM\" build --content \"$CONTENT\" --out \"$DISK/public\"; code=$?; cat \"$DISK/public/index.html\"; ls -A \"$DISK\"; exit $code";
    if let Some(outcome) = on_a_small_disk(&region, old, build)? {
        let outcome = outcome.expect(3)?;
        assert!(outcome.stderr.contains("No space left on device"), "{}", outcome.stderr);
        assert_eq!(outcome.stdout, "old\npublic\n");
    }
    let mounted =
        "\"$PROGRAM\" build --content \"$CONTENT\" --out \"$DISK\"; code=$?; ls -A \"$DISK\"; exit $code";
    if let Some(outcome) = on_a_small_disk(&region, "", mounted)? {
        let outcome = outcome.expect(3)?;
        assert!(outcome.stderr.contains("name a folder within it with --out"), "{}", outcome.stderr);
        assert_eq!(outcome.stdout, "");
    }
    let read_only = format!("{old} && mount -o remount,ro \"$DISK\"");
    if let Some(outcome) = on_a_small_disk(&region, &read_only, build)? {
        let outcome = outcome.expect(3)?;
        assert!(outcome.stderr.contains("Read-only file system"), "{}", outcome.stderr);
        assert_eq!(outcome.stdout, "old\npublic\n");
    }
    Ok(())
}

/// Memory that cannot be had ends a program at once, with the allocator's own line; a thread that cannot be had is told as
/// everything else is.
#[test]
#[cfg(target_os = "linux")]
fn too_little_memory_leaves_the_old_site_and_is_told() -> Result {
    let region = Region::harbourside()?;
    let old = whole(&region, OTHER_DAY)?;
    // With less than the program's own size none begins.
    let size = fs::metadata(program().get_program())?.len() / 1024;
    let (mut broken, mut limit) = (0, size + 20_000);
    while limit < 1_000_000 {
        let script = format!("ulimit -v {limit} && exec \"$0\" build --as-of {AS_OF}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).arg(program().get_program()).current_dir(region.root());
        let outcome = Outcome::of(shell.env_remove("RUST_BACKTRACE"))?;
        if outcome.code == Some(0) {
            whole(&region, OTHER_DAY)?;
        } else {
            let is_told = outcome.code == Some(3) && outcome.stderr.contains("remedy: give it more memory");
            let is_told = is_told || outcome.stderr.starts_with("memory allocation of ");
            assert!(is_told, "{limit} kB: {:?} {}", outcome.code, outcome.stderr);
            assert!(tree(&region.out())? == old, "{limit} kB: the old site is another");
            broken += 1;
        }
        limit = limit * 5 / 4;
    }
    assert!(broken > 2, "it had enough memory each time but {broken}");
    tried(&format!("publish: {broken} builds broke off for want of memory"));
    whole(&region, AS_OF)?;
    assert_eq!(left_behind(&region)?, Vec::<PathBuf>::new());
    Ok(())
}

#[test]
fn a_file_in_the_place_of_the_folder_is_left_alone() -> Result {
    let region = Region::harbourside()?;
    fs::write(region.out(), "mine")?;
    let outcome = region.build()?.expect(3)?;
    assert!(outcome.stderr.contains("public"), "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(region.out())?, "mine");
    // And one in the way to it.
    let blocked = region.root().join("public/site");
    let mut command = program();
    command.arg("build").arg("--out").arg(&blocked).arg("--content").arg(region.content());
    Outcome::of(&mut command)?.expect(3)?;
    assert_eq!(fs::read_to_string(region.out())?, "mine");
    Ok(())
}

#[test]
fn a_file_that_is_the_same_is_kept_and_one_that_is_not_is_written_anew() -> Result {
    let region = Region::harbourside()?;
    region.site()?;
    let file = |path: &str| fs::symlink_metadata(region.out().join(path));
    let number = |path: &str| file(path).map(|found| (found.is_file(), found.ino()));
    let changed = "towns/northpoint/index.html";
    let style = region.site()?.files.keys().find(|path| path.ends_with(".css")).ok_or("a style")?.clone();
    let before = (number(&style)?, number(changed)?);
    // A link in the old site leads to a file that is not the site's: the new site has a file of its own.
    let robots = region.out().join("robots.txt");
    let foreign = region.root().join("foreign.txt");
    fs::rename(&robots, &foreign)?;
    symlink(&foreign, &robots)?;
    // It has the file, too, and would be asked first.
    fs::remove_dir_all(region.root().join(".citytools-before-public"))?;
    region.replace("boroughs/northpoint.yaml", "https://north.example/\n", "https://north.example/new\n")?;
    region.site()?;
    let after = (number(&style)?, number(changed)?);
    assert_eq!(before.0, after.0, "the style is the same file");
    assert_ne!(before.1, after.1, "the page is another file");
    assert!(file("robots.txt")?.is_file(), "and no link");
    assert_ne!(fs::metadata(&foreign)?.ino(), number("robots.txt")?.1);
    Ok(())
}
