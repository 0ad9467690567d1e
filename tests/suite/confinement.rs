//! What is read stands in the content or the theme, and what is written in the site's folder, whatever names and links a
//! proposal has in it.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::support::{AS_OF, Outcome, Region, Result, copy, here, program_file, tree, tried};

/// A day on which a site says something else than on that of the tests.
const OTHER_DAY: &str = "2026-11-24";

/// What must not be read, and must not be found anywhere.
const SECRET: &str = "swordfish-7381";

/// A region with a secret beside it.
fn region() -> Result<Region> {
    let region = Region::harbourside()?;
    fs::create_dir(region.root().join("outside"))?;
    for (file, text) in [
        ("record.yaml", format!("name: {SECRET}\n")),
        ("chapter.md", format!("---\ntitle: {SECRET}\ndescription: A.\n---\n\n{SECRET}\n")),
        ("style.css", format!("/* {SECRET} */")),
    ] {
        fs::write(region.root().join("outside").join(file), text)?;
    }
    Ok(region)
}

fn is_unseen(region: &Region, outcome: &Outcome) -> Result {
    assert!(!outcome.stderr.contains(SECRET) && !outcome.stdout.contains(SECRET), "{}", outcome.stderr);
    if region.out().exists() {
        for (path, bytes) in tree(&region.out())? {
            assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{path}");
        }
    }
    Ok(())
}

#[test]
fn no_link_in_the_content_is_followed() -> Result {
    let outside = |region: &Region, file: &str| region.root().join("outside").join(file);
    type Link = (&'static str, fn(&Region) -> PathBuf);
    let links: [Link; 9] = [
        ("systems/secret.yaml", |region| region.root().join("outside/record.yaml")),
        ("report/09-secret.md", |region| region.root().join("outside/chapter.md")),
        ("pages/secret.md", |_| PathBuf::from("../../outside/chapter.md")),
        ("glossary.yaml", |region| region.root().join("outside/record.yaml")),
        ("secret", |region| region.root().join("outside")),
        ("systems/within.yaml", |_| PathBuf::from("plume.yaml")),
        ("systems/loop.yaml", |_| PathBuf::from("loop.yaml")),
        ("systems/nowhere.yaml", |_| PathBuf::from("gone.yaml")),
        ("above", |_| PathBuf::from("..")),
    ];
    for (at, to) in links {
        let region = region()?;
        let path = region.content().join(at);
        if path.exists() {
            fs::remove_file(&path)?;
        }
        symlink(to(&region), &path)?;
        let built = region.build()?.expect(1)?;
        let problems = built.problems();
        assert!(problems.iter().any(|problem| problem.code == "CT006"), "{at}: {}", built.stderr);
        is_unseen(&region, &built)?;
        assert!(!region.out().exists(), "{at}");
        assert!(outside(&region, "record.yaml").exists());
    }
    // The folder itself may be one: whoever names it means what it leads to.
    let region = region()?;
    symlink(region.content(), region.root().join("linked"))?;
    region.run(["check", "--as-of", AS_OF, "--content", "linked"])?.expect(0)?;
    tried(&format!("confinement: {} links", links.len()));
    Ok(())
}

#[test]
fn names_of_files_are_ids_or_are_told() -> Result {
    let long = format!("{}.yaml", "a".repeat(65));
    let names: [&[u8]; 26] = [
        b"Plume.yaml",
        b"PLUME.yaml",
        b"plume.YAML",
        b"plume.yaml.",
        b"plume.yaml ",
        b" plume2.yaml",
        b"plume .yaml",
        b"a..b.yaml",
        b"-a.yaml",
        b"a-.yaml",
        b"a--b.yaml",
        b"con.yaml",
        b"nul.yaml",
        b"aux.yaml",
        b"com1.yaml",
        b"lpt9.yaml",
        b"a\\b.yaml",
        b"a:b.yaml",
        b"a\xff.yaml",
        b"caf\xc3\xa9.yaml",
        b"a\nb.yaml",
        b"a\x1b[31mb.yaml",
        b"a\r::error::b.yaml",
        b"a<b>.yaml",
        b"%2e%2e.yaml",
        long.as_bytes(),
    ];
    for name in names {
        let region = region()?;
        let path = region.content().join("systems").join(OsStr::from_bytes(name));
        fs::write(&path, "name: Another\nservices: [payroll]\n")?;
        let checked = region.check()?.expect(1)?;
        let codes: Vec<String> = checked.problems().into_iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["CT007"], "{name:?}: {}", checked.stderr);
        assert!(!checked.stderr.contains(['\x1b', '\r']), "{name:?}: {:?}", checked.stderr);
        let told = region.run(["check", "--as-of", AS_OF, "--format", "github"])?.expect(1)?;
        assert_eq!(told.stdout.lines().filter(|line| line.starts_with("::")).count(), 1, "{}", told.stdout);
    }
    // Two names of one chapter, and of one day.
    for (one, other) in [
        ("report/01-at-a-glance.md", "report/1-at-a-glance.md"),
        ("report/01-at-a-glance.md", "report/001-at-a-glance.md"),
        ("report/01-at-a-glance.md", "report/+1-at-a-glance.md"),
    ] {
        let region = region()?;
        fs::copy(region.content().join(one), region.content().join(other))?;
        let checked = region.check()?.expect(1)?;
        assert!(checked.problems().iter().any(|problem| problem.code == "CT007"), "{}", checked.stderr);
    }
    let region = region()?;
    fs::create_dir_all(region.content().join("releases"))?;
    fs::write(region.content().join("releases/20260331.json"), "{}")?;
    let checked = region.check()?.expect(1)?;
    assert!(
        checked.stderr.contains("releases/20260331.json can't be read as a record"),
        "{}",
        checked.stderr
    );
    tried(&format!("confinement: {} names", names.len() + 4));
    Ok(())
}

/// What systems and editors leave behind: hidden files are passed over, and copies with another ending are told, for one of them
/// may be the record that somebody meant.
#[test]
fn hidden_files_are_passed_over_and_copies_of_editors_are_told() -> Result {
    let region = region()?;
    let site = region.site()?.files;
    let place = |file: &str| -> Result<PathBuf> {
        let path = region.root().join(file);
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        Ok(path)
    };
    let put = |file: &str| -> Result { Ok(fs::write(place(file)?, format!("name: {SECRET}\n"))?) };
    for file in [
        "content/.DS_Store",
        "content/.site.yaml.swp",
        "content/systems/.plume.yaml",
        "content/systems/.#plume.yaml",
        "content/.git/site.yaml",
        "content/boroughs/.idea/a.yaml",
        "content/README.md",
        "theme/.DS_Store",
        "theme/.git/config",
        "theme/assets/.site.css.swp",
        "theme/templates/.home.html",
    ] {
        put(file)?;
    }
    // Not even a pipe or a link of that name is looked at.
    symlink("/dev/zero", region.content().join("systems/.zero.yaml"))?;
    symlink("/dev/zero", region.root().join("theme/assets/.zero.css"))?;
    let built = themed(&region)?.expect(0)?;
    is_unseen(&region, &built)?;
    assert!(tree(&region.out())? == site, "the site is another");
    for file in [
        "content/site.yaml~",
        "content/#site.yaml#",
        "content/site.yaml.bak",
        "content/systems/plume.yaml~",
        "content/systems/plume.yaml.orig",
        "content/systems/#plume.yaml#",
        "content/systems/plume.yml",
        "content/systems/README.md",
        "content/report/01-at-a-glance.md~",
        "content/Thumbs.db",
    ] {
        put(file)?;
        let told = region.check()?.expect(1)?;
        let problems = told.problems();
        let known = problems.iter().all(|problem| ["CT006", "CT007"].contains(&problem.code.as_str()));
        assert!(known && problems.len() == 1 && problems[0].file == file, "{file}: {}", told.stderr);
        is_unseen(&region, &told)?;
        fs::remove_file(region.root().join(file))?;
    }
    for file in [
        "theme/templates/home.html~",
        "theme/templates/home.html.orig",
        "theme/assets/site.css~",
        "theme/assets/#site.css#",
        "theme/assets/site.css.bak",
        "theme/Thumbs.db",
        "theme/home.html",
    ] {
        put(file)?;
        let told = themed(&region)?.expect(1)?;
        assert!(told.stderr.contains(file.trim_start_matches("theme/")), "{file}: {}", told.stderr);
        is_unseen(&region, &told)?;
        fs::remove_file(region.root().join(file))?;
    }
    themed(&region)?.expect(0)?;
    Ok(())
}

#[test]
fn ids_on_the_command_line_are_no_paths() -> Result {
    let ids = [
        "../outside/record",
        "/etc/passwd",
        "..",
        ".",
        "a/b",
        "a\\b",
        "con",
        "a.",
        "a ",
        "A",
        "-a",
        "\u{202e}a",
    ];
    let region = region()?;
    let before = tree(region.root())?;
    for id in ids {
        for args in [
            vec!["new", "supplier", "--", id],
            vec!["new", "chapter", "--", id],
            vec!["confirm", "--as-of", AS_OF, "--", id],
            vec!["export", "survey", "--as-of", AS_OF, "--", id],
        ] {
            let outcome = region.run(&args)?;
            assert_eq!(outcome.code, Some(1), "{args:?}: {}{}", outcome.stdout, outcome.stderr);
        }
    }
    assert!(before == tree(region.root())?, "something was written");
    tried(&format!("confinement: {} ids", ids.len()));
    Ok(())
}

#[test]
fn nothing_is_written_through_a_link() -> Result {
    for (folder, args) in [
        ("suppliers", vec!["new", "supplier", "newcomer"]),
        ("boroughs", vec!["confirm", "northpoint", "--as-of", AS_OF]),
        ("releases", vec!["release", "--as-of", AS_OF]),
    ] {
        let region = region()?;
        let (inside, outside) = (region.content().join(folder), region.root().join("outside").join(folder));
        if inside.exists() {
            fs::rename(&inside, &outside)?;
        } else {
            fs::create_dir(&outside)?;
        }
        symlink(&outside, &inside)?;
        let before = tree(&region.root().join("outside"))?;
        region.run(&args)?.expect(1)?;
        assert!(before == tree(&region.root().join("outside"))?, "{args:?} wrote through a link");
    }
    Ok(())
}

/// A repository can bring links to the places where commands write without being told where.
#[test]
fn nothing_is_written_through_a_link_beside_the_content() -> Result {
    let notices = here("tests/fixtures/ocds/cf-award.json");
    let notices = notices.to_str().ok_or("a path of text")?;
    for (place, args) in [
        ("schemas", vec!["schema"]),
        ("schemas/borough.schema.json", vec!["schema"]),
        ("review", vec!["import", "ocds", "--as-of", AS_OF, notices]),
        ("sheets", vec!["export", "survey", "--all", "--out", "sheets"]),
        ("theme", vec!["theme", "export", "theme"]),
    ] {
        let region = region()?;
        let (inside, outside) = (region.root().join(place), region.root().join("outside").join(place));
        for path in [&inside, &outside] {
            fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        }
        if place.ends_with(".json") {
            fs::write(&outside, "{}")?
        } else {
            fs::create_dir_all(&outside)?
        }
        symlink(&outside, &inside)?;
        let before = tree(&region.root().join("outside"))?;
        let told = region.run(&args)?;
        assert!(matches!(told.code, Some(1 | 3)), "{args:?}: {}", told.stderr);
        assert!(told.stderr.contains("link"), "{args:?}: {}", told.stderr);
        assert!(before == tree(&region.root().join("outside"))?, "{args:?} wrote through a link");
    }
    Ok(())
}

/// A file of words that a change makes a link, or something else that is no file, brings nothing into the content and keeps
/// nobody waiting.
#[test]
fn words_that_are_no_plain_file_are_left_alone() -> Result {
    type Place = fn(&Path, &Path) -> Result;
    let places: [(&str, Place); 4] = [
        ("a link", |words, secret| Ok(symlink(secret, words)?)),
        ("a link to nowhere", |words, _| Ok(symlink("nowhere", words)?)),
        ("a pipe", |words, _| {
            let done = std::process::Command::new("mkfifo").arg(words).status()?;
            if done.success() { Ok(()) } else { Err("no pipe".into()) }
        }),
        ("a folder", |words, _| Ok(fs::create_dir(words)?)),
    ];
    for (what, place) in places {
        let region = region()?;
        region.replace("site.yaml", "locale: en", "locale: fr")?;
        let (words, secret) = (region.content().join("words.yaml"), region.root().join("outside/words.yaml"));
        fs::write(&secret, format!("# {SECRET}\ntexts: {{}}\n"))?;
        place(&words, &secret)?;
        let before = tree(region.root())?;
        let told = in_time(&region, &["words", "--write"])?.expect(1)?;
        assert!(told.stderr.contains("words.yaml is no plain file"), "{what}: {}", told.stderr);
        assert_eq!(tree(region.root())?, before, "{what}");
        assert!(!words.is_file() || words.is_symlink(), "{what}");
    }
    Ok(())
}

/// A record to confirm is a plain file, and whoever is told otherwise is not kept waiting.
#[test]
fn a_record_that_is_no_plain_file_is_not_confirmed() -> Result {
    for what in ["a pipe", "a link"] {
        let region = region()?;
        let record = region.content().join("boroughs/northpoint.yaml");
        fs::remove_file(&record)?;
        if what == "a link" {
            symlink(region.root().join("outside/record.yaml"), &record)?;
        } else {
            assert!(std::process::Command::new("mkfifo").arg(&record).status()?.success());
        }
        let told = in_time(&region, &["confirm", "northpoint"])?.expect(1)?;
        let said = "northpoint.yaml is a link, or no plain file; nothing was changed";
        assert!(told.stderr.contains(said), "{what}: {}", told.stderr);
    }
    Ok(())
}

/// A run that would have waited for ever is ended.
fn in_time(region: &Region, args: &[&str]) -> Result<Outcome> {
    let mut command = std::process::Command::new("timeout");
    command.arg("20").arg(program_file()).args(args).current_dir(region.root());
    Outcome::of(command.env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1"))
}

/// Two folders of different names are compared under one of them: what is no plain file is not read for that, and what is
/// larger than any file of its kind not copied.
#[test]
fn folders_with_pipes_links_and_endless_files_are_compared() -> Result {
    let region = region()?;
    copy(&region.content(), &region.root().join("before"))?;
    let before = region.root().join("before");
    let pipe = std::process::Command::new("mkfifo").arg(before.join("systems/pipe.yaml")).status()?;
    assert!(pipe.success());
    symlink(region.root().join("outside/record.yaml"), before.join("systems/link.yaml"))?;
    symlink("..", before.join("loop"))?;
    fs::create_dir(before.join("systems/folder.yaml"))?;
    fs::write(before.join("systems/folder.yaml/within.txt"), "a")?;
    for large in ["systems/large.yaml", "stray.bin"] {
        fs::File::create(before.join(large))?.set_len(2 << 30)?;
    }
    let files = [
        "loop",
        "stray.bin",
        "systems/folder.yaml",
        "systems/folder.yaml/within.txt",
        "systems/large.yaml",
        "systems/link.yaml",
        "systems/pipe.yaml",
    ];
    let disk = region.root().join("disk");
    fs::create_dir(&disk)?;
    let mut command = std::process::Command::new("timeout");
    // No room for a copy of what is large.
    let limit = "ulimit -f 200000; exec \"$@\"";
    command.args(["20", "sh", "-c", limit, "sh"]).arg(program_file());
    command.args(["diff", "before", "--as-of", AS_OF, "--format", "json"]).current_dir(region.root());
    let told = Outcome::of(command.env("TMPDIR", &disk).env("NO_COLOR", "1"))?.expect(0)?;
    let told: serde_json::Value = serde_json::from_str(&told.stdout)?;
    let gone = told["problems"]["gone"].as_array().ok_or("a list")?;
    let mut named: Vec<&str> = gone.iter().filter_map(|problem| problem["file"].as_str()).collect();
    named.sort_unstable();
    assert_eq!(named, files, "{gone:?}");
    assert!(!told.to_string().contains(SECRET));
    Ok(())
}

/// What is too large is told of a folder in the same words under whichever name it is compared.
#[test]
fn folders_with_endless_files_are_the_same_under_another_name() -> Result {
    let region = region()?;
    copy(&region.content(), &region.root().join("before"))?;
    for folder in ["before", "content"] {
        for large in ["systems/large.yaml", "report/09-large.md", "pages/large.md", "stray.bin"] {
            fs::File::create(region.root().join(folder).join(large))?.set_len(2 << 30)?;
        }
    }
    let same = region.run(["diff", "before", "--as-of", AS_OF])?.expect(0)?;
    assert!(same.stdout.contains("Nothing is different."), "{}", same.stdout);
    Ok(())
}

/// The content itself may stand elsewhere: whoever works in the folder put the link there, or took it over with everything in it.
#[test]
fn records_behind_a_link_are_edited() -> Result {
    let region = region()?;
    let elsewhere = region.root().join("elsewhere");
    fs::rename(region.content(), &elsewhere)?;
    symlink(&elsewhere, region.content())?;
    region.run(["new", "supplier", "newcomer"])?.expect(0)?;
    region.run(["confirm", "northpoint", "--as-of", AS_OF])?.expect(0)?;
    assert!(elsewhere.join("suppliers/newcomer.yaml").is_file());
    Ok(())
}

#[test]
fn a_file_that_vanishes_while_it_is_read_is_no_failure() -> Result {
    use std::sync::atomic::{AtomicBool, Ordering};
    let region = region()?;
    let file = region.content().join("systems/fleeting.yaml");
    let ended = AtomicBool::new(false);
    let mut codes = std::collections::BTreeMap::<Option<i32>, usize>::new();
    std::thread::scope(|scope| -> Result {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                let _ = fs::write(&file, "name: Fleeting\nservices: [payroll]\n");
                let _ = fs::remove_file(&file);
            }
        });
        for _ in 0..40 {
            *codes.entry(region.check()?.code).or_default() += 1;
        }
        ended.store(true, Ordering::Relaxed);
        Ok(())
    })?;
    tried(&format!("confinement: checked beside a file that comes and goes: {codes:?}"));
    // It is there, is not there, or is there and empty.
    assert!(codes.keys().all(|code| matches!(code, Some(0 | 1))), "{codes:?}");
    Ok(())
}

#[test]
fn a_site_is_never_built_among_its_sources_or_over_other_folders() -> Result {
    let region = region()?;
    fs::create_dir_all(region.root().join("theme/assets"))?;
    symlink(region.content(), region.root().join("linked"))?;
    let before = tree(region.root())?;
    for out in [
        "content",
        "content/site",
        "content/boroughs/site",
        "linked/site",
        "theme",
        "theme/assets/site",
        ".",
        "/",
        "outside",
    ] {
        let outcome = region.run(["build", "--as-of", AS_OF, "--theme", "theme", "--out", out])?;
        assert_eq!(outcome.code, Some(3), "{out}: {}", outcome.stderr);
    }
    // Replacing a site would delete what a program of versions keeps in its folder.
    region.build()?.expect(0)?;
    fs::create_dir(region.out().join(".git"))?;
    let refused = region.build()?.expect(3)?;
    assert!(refused.stderr.contains("the folder has .git in it"), "{}", refused.stderr);
    fs::remove_dir_all(region.out())?;
    assert!(before == tree(region.root())?, "something was written");
    Ok(())
}

/// A change of somebody else may bring a link in the place of the site, which leads anywhere.
#[test]
fn a_link_in_the_place_of_the_site_is_not_followed() -> Result {
    let region = region()?;
    region.build()?.expect(0)?;
    // A site that stands elsewhere, which a build would replace, and an empty folder, which it would fill.
    fs::rename(region.out(), region.root().join("elsewhere"))?;
    fs::create_dir(region.root().join("empty"))?;
    let before = tree(region.root())?;
    for (to, out) in [
        ("elsewhere", "public"),
        ("elsewhere", "public/"),
        ("elsewhere", "./public/."),
        ("empty", "public"),
        ("nowhere", "public"),
        ("\x1b[31mnowhere", "public"),
        ("public", "public"),
    ] {
        symlink(to, region.out())?;
        let refused = region.run(["build", "--as-of", OTHER_DAY, "--out", out])?.expect(3)?;
        let remedy = format!("the folder is a link to {}", to.replace('\x1b', "\u{fffd}"));
        assert!(refused.stderr.contains(&remedy), "{out}: {}", refused.stderr);
        assert_eq!(fs::read_link(region.out())?, Path::new(to), "the link stands");
        assert!(!refused.stderr.contains('\x1b'), "{:?}", refused.stderr);
        fs::remove_file(region.out())?;
        assert!(before == tree(region.root())?, "{out} to {to}: something was written");
    }
    // On the way to the site, links are the machine's own: whoever keeps it on another disk names it there.
    symlink("empty", region.root().join("disk"))?;
    region.run(["build", "--as-of", AS_OF, "--out", "disk/public"])?.expect(0)?;
    assert!(region.root().join("empty/public/index.html").is_file());
    Ok(())
}

#[test]
fn links_in_the_old_site_lead_nothing_out_of_it() -> Result {
    let region = region()?;
    region.build()?.expect(0)?;
    // A folder of the old site is now a link to one outside, and a file beside the site's own is one, too.
    let outside = region.root().join("outside");
    fs::remove_dir_all(region.out().join("systems"))?;
    symlink(&outside, region.out().join("systems"))?;
    symlink(outside.join("style.css"), region.out().join("kept.css"))?;
    let before = tree(&outside)?;
    let built = region.build()?.expect(0)?;
    assert!(before == tree(&outside)?, "something was written or deleted outside");
    assert!(fs::symlink_metadata(region.out().join("systems"))?.is_dir());
    assert!(fs::symlink_metadata(region.out().join("kept.css")).is_err());
    is_unseen(&region, &built)
}

/// What could be taken over by its length and age is not, where it is not the old site's own.
#[test]
fn nothing_is_taken_over_through_a_link() -> Result {
    let region = region()?;
    region.build()?.expect(0)?;
    let (out, outside) = (region.out(), region.root().join("outside"));
    let site = tree(&out)?;
    // Files of another, each as long as the page in whose place it is put, and older.
    let foreign = |page: &str, at: &Path| -> Result {
        fs::create_dir_all(at.parent().ok_or("a folder")?)?;
        fs::write(at, SECRET.repeat(site[page].len()).get(..site[page].len()).ok_or("long enough")?)?;
        let written = fs::metadata(out.join(page))?.modified()?;
        Ok(fs::File::options().write(true).open(at)?.set_modified(written)?)
    };
    let (leaf, within) = ("systems/plume/index.html", "suppliers/tern/index.html");
    foreign(leaf, &outside.join("page.html"))?;
    fs::remove_file(out.join(leaf))?;
    symlink(outside.join("page.html"), out.join(leaf))?;
    foreign(within, &outside.join("tern/index.html"))?;
    fs::remove_dir_all(out.join("suppliers/tern"))?;
    symlink(outside.join("tern"), out.join("suppliers/tern"))?;
    let built = region.build()?.expect(0)?;
    is_unseen(&region, &built)?;
    assert!(tree(&out)? == site, "the site is another");
    Ok(())
}

fn themed(region: &Region) -> Result<Outcome> {
    region.run(["build", "--as-of", AS_OF, "--theme", "theme"])
}

#[test]
fn no_link_in_a_theme_is_followed() -> Result {
    for (at, to) in [
        ("assets/site.css", "../../outside/style.css"),
        ("assets/more", "../../outside"),
        ("assets/loop.css", "loop.css"),
        ("templates/home.html", "../../outside/chapter.md"),
        ("assets/zero.css", "/dev/zero"),
    ] {
        let region = region()?;
        let path = region.root().join("theme").join(at);
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        symlink(to, &path)?;
        let built = themed(&region)?.expect(1)?;
        assert!(built.stderr.contains("put the file itself there"), "{}", built.stderr);
        is_unseen(&region, &built)?;
    }
    Ok(())
}

#[test]
fn assets_are_what_their_names_say() -> Result {
    let png = b"\x89PNG\r\n\x1a\n".as_slice();
    let html = b"<script>alert(1)</script>".as_slice();
    let right: [(&str, &[u8]); 14] = [
        ("a.png", png),
        ("a.jpg", b"\xff\xd8\xff\xe0"),
        ("a.gif", b"GIF89a"),
        ("a.webp", b"RIFF\0\0\0\0WEBP"),
        ("a.avif", b"\0\0\0\x1cftypavif"),
        ("a.woff2", b"wOF2"),
        ("a.ico", b"\0\0\x01\0"),
        ("a.pdf", b"%PDF-1.7"),
        ("a.css", b"b{}"),
        ("a.mjs", b"1;"),
        ("a.webmanifest", b"{}"),
        ("a.csv", b"id,name\n"),
        ("a.json", b"{}"),
        ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>"),
    ];
    let wrong: [(&str, &[u8]); 24] = [
        ("a.png", html),
        ("a.jpg", png),
        ("a.jpeg", html),
        ("a.gif", html),
        ("a.ico", html),
        ("a.webp", b"RIFF\0\0\0\0WAVE"),
        ("a.avif", b"\0\0\0\x1cftypmp42"),
        ("a.woff2", html),
        ("a.pdf", html),
        ("a.csv", html),
        ("a.txt", b"  <html>"),
        ("a.json", html),
        ("a.webmanifest", html),
        ("a.css", b"a\0b"),
        ("a.js", b"a\xff"),
        ("a.mjs", b"a\0b"),
        ("b.css", b"a\xff"),
        ("a.html", b"<p>a"),
        ("a.xml", b"<a/>"),
        ("a.exe", b"MZ"),
        ("a", b"a"),
        ("a b.png", png),
        ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
        ("b.svg", b"<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>"),
    ];
    let region = region()?;
    let assets = region.root().join("theme/assets");
    fs::create_dir_all(&assets)?;
    for (name, bytes) in wrong {
        fs::write(assets.join(name), bytes)?;
        let outcome = themed(&region)?.expect(1)?;
        assert!(outcome.stderr.contains(&format!("assets/{name} is not published")), "{}", outcome.stderr);
        assert!(!region.out().exists());
        fs::remove_file(assets.join(name))?;
    }
    fs::write(assets.join("large.css"), " ".repeat(9 << 20))?;
    let outcome = themed(&region)?.expect(1)?;
    assert!(outcome.stderr.contains("assets/large.css is larger than 8 megabytes"), "{}", outcome.stderr);
    fs::remove_file(assets.join("large.css"))?;
    for (name, bytes) in right {
        fs::write(assets.join(name), bytes)?;
    }
    themed(&region)?.expect(0)?;
    tried(&format!("confinement: {} assets", right.len() + wrong.len()));
    Ok(())
}

/// Content has no place for assets: pages of records load nothing but the theme's.
#[test]
fn content_has_no_assets() -> Result {
    for file in ["assets/logo.svg", "logo.png", "pages/logo.svg", "report/chart.html", "boroughs/a.js"] {
        let region = region()?;
        let path: &Path = &region.content().join(file);
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        fs::write(path, "<svg/>")?;
        let checked = region.check()?.expect(1)?;
        assert!(checked.problems().iter().all(|problem| ["CT006", "CT007"].contains(&problem.code.as_str())));
    }
    Ok(())
}
