//! No file, however hostile, takes more than two seconds or a hundred megabytes, and each is told: place, why, remedy.
//!
//! Whole commands, measured from outside: the most memory that the kernel has seen in use (`VmHWM`), and the seconds that
//! all threads together have computed, which other work on the machine does not change. A build without optimisation is
//! allowed what the same build needs for the region as it is: its own size, and twenty times its own seconds.
#![cfg(target_os = "linux")]

mod guesses;
mod pages;
mod sheets;
mod site;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{AS_OF, Region, Result, program, tried};

const RECORD: &str = "systems/plume.yaml";
const CHAPTER: &str = "report/01-at-a-glance.md";
const HEAD: &str = "---\ntitle: T\ndescription: D.\n---\n\n";
const MEGABYTE: usize = 1 << 20;

/// What a run took, and how it ended.
struct Taken {
    megabytes: u64,
    seconds: f64,
    code: Option<i32>,
    said: String,
}

fn taken(region: &Region, args: &[&str]) -> Result<Taken> {
    taken_by(region, &[args, &["--as-of", AS_OF]].concat())
}

fn taken_by(region: &Region, args: &[&str]) -> Result<Taken> {
    let err = region.root().join("stderr");
    let mut child = program()
        .args(args)
        .current_dir(region.root())
        .stdout(Stdio::null())
        .stderr(File::create(&err)?)
        .spawn()?;
    let (started, folder) = (Instant::now(), format!("/proc/{}", child.id()));
    let (mut kilobytes, mut ticks) = (0, 0);
    let status = loop {
        let status = fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        kilobytes =
            kilobytes.max(line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0));
        // Behind the name in brackets, user and system time are the twelfth and thirteenth word.
        let stat = fs::read_to_string(format!("{folder}/stat")).unwrap_or_default();
        let words = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().collect::<Vec<_>>());
        let of = |at: usize| words.as_ref().and_then(|words| words.get(at)?.parse::<u32>().ok());
        ticks = ticks.max(of(11).unwrap_or(0) + of(12).unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > Duration::from_secs(90) {
            child.kill()?;
            child.wait()?;
            return Err(format!("{args:?} still waits after 90 seconds").into());
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let said = String::from_utf8_lossy(&fs::read(err)?).into_owned();
    Ok(Taken { megabytes: kilobytes >> 10, seconds: f64::from(ticks) / 100.0, code: status.code(), said })
}

/// The command of an attack on a file of the region, or of a file that is brought in.
fn command(file: &str) -> Vec<&str> {
    match Path::new(file).extension().and_then(|ending| ending.to_str()) {
        _ if file.starts_with("releases/") => vec!["check"],
        Some("csv" | "xlsx") => vec!["import", "survey", "--dry-run", file],
        Some("json" | "jsonl") => vec!["import", "ocds", "--dry-run", file],
        _ => vec!["check"],
    }
}

/// An attack: its name, the file that it writes, how it is written, and the code that has to be told.
type Attack = (&'static str, &'static str, Box<dyn Fn(&Path) -> Result>, &'static str);

fn attack(
    name: &'static str,
    file: &'static str,
    code: &'static str,
    text: impl Fn() -> Vec<u8> + 'static,
) -> Attack {
    (name, file, Box::new(move |path| Ok(fs::write(path, text())?)), code)
}

/// A begin, and then nothing but zeros that take no room on the disk.
fn sparse(name: &'static str, file: &'static str, code: &'static str, begin: &'static str) -> Attack {
    let write = move |path: &Path| -> Result {
        let mut file = File::create(path)?;
        file.write_all(begin.as_bytes())?;
        Ok(file.set_len(2 << 30)?)
    };
    (name, file, Box::new(write), code)
}

fn all_are_told(attacks: &[Attack]) -> Result {
    let region = Region::harbourside()?;
    let usual = taken(&region, &["check"])?;
    let (most_megabytes, most_seconds) = (100.max(usual.megabytes + 44), f64::max(2.0, 20.0 * usual.seconds));
    let mut wrong = String::new();
    let mut worst = (0, 0.0);
    for (name, file, write, code) in attacks {
        let region = Region::harbourside()?;
        let folder = if command(file) == ["check"] { region.content() } else { region.root().to_owned() };
        if command(file) == ["check"] && folder.join(file).exists() {
            fs::remove_file(folder.join(file))?;
        }
        let path = folder.join(file);
        fs::create_dir_all(path.parent().ok_or("a file has a folder")?)?;
        write(&path)?;
        let took = taken(&region, &command(file))?;
        worst = (worst.0.max(took.megabytes), f64::max(worst.1, took.seconds));
        let is_told = took.said.contains(&format!("[{code}]")) && took.said.contains("why:");
        let is_told = is_told && took.said.contains("remedy:") && took.said.contains("--> ");
        if took.code != Some(1) || !is_told || took.said.len() > MEGABYTE {
            let _ = writeln!(wrong, "{name}: {:?}, {} bytes: {:.300}", took.code, took.said.len(), took.said);
        }
        if took.megabytes > most_megabytes || took.seconds > most_seconds {
            let _ = writeln!(wrong, "{name}: {} MB, {:.2} s", took.megabytes, took.seconds);
        }
    }
    tried(&format!(
        "budgets: {} hostile files: at most {} MB and {:.2} s; the region as it is {} MB and {:.2} s",
        attacks.len(),
        worst.0,
        worst.1,
        usual.megabytes,
        usual.seconds
    ));
    assert!(wrong.is_empty(), "more than {most_megabytes} MB, {most_seconds:.1} s, or not told:\n{wrong}");
    Ok(())
}

/// A folder of so many files, each of so many zeros that take no room on the disk.
fn crowd(folder: &Path, files: usize, bytes: u64) -> Result {
    for number in 0..files {
        File::create(folder.join(format!("a{number}.yaml")))?.set_len(bytes)?;
    }
    Ok(())
}

#[test]
fn a_folder_has_a_budget() -> Result {
    for (files, bytes) in [(601, 512 << 10), (601, 2 << 30), (60_001, 0)] {
        let region = Region::harbourside()?;
        crowd(&region.content().join("suppliers"), files, bytes)?;
        for args in [&["check"][..], &["build", "--out", "public"]] {
            let took = taken(&region, args)?;
            assert_eq!(took.code, Some(3), "{args:?}: {:.300}", took.said);
            let is_told = took.said.contains("remove what is no record; suppliers alone has");
            assert!(is_told && took.said.contains("content"), "{}", took.said);
            assert!(
                took.megabytes <= 100 && took.seconds <= 2.0,
                "{} MB, {:.2} s",
                took.megabytes,
                took.seconds
            );
        }
    }
    Ok(())
}

/// A text again and again, up to so many bytes.
fn fill(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

const KB: usize = 1 << 10;

fn record(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, RECORD, code, move || text().into_bytes())
}

fn chapter(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, CHAPTER, code, move || (HEAD.to_owned() + &text()).into_bytes())
}

#[test]
fn records_have_budgets() -> Result {
    let laughs = || {
        let level = |of: usize| format!("a{of}: &a{of} [{}]\n", vec![format!("*a{}", of - 1); 9].join(","));
        "a0: &a0 [lol]\n".to_owned() + &(1..12).map(level).collect::<String>()
    };
    all_are_told(&[
        record("billion laughs", "CT005", laughs),
        record("aliases of a long text", "CT005", || {
            format!("a: &a {}\nb: [{}]\n", fill("x", 60 * KB), fill("*a, ", 60 * KB))
        }),
        record("deep flow lists", "CT002", || format!("name: {}", fill("[", 250 * KB))),
        record("deep flow groups", "CT002", || format!("name: {}", fill("{a: ", 250 * KB))),
        record("deep lists on a line", "CT002", || fill("- ", 250 * KB)),
        record("deep keys on a line", "CT002", || fill("? ", 250 * KB)),
        record("deep blocks", "CT002", || {
            (0..600).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n")
        }),
        record("a huge text", "CT108", || format!("name: {}\n", fill("x", 250 * KB))),
        record("a huge text in quotes", "CT108", || format!("name: \"{}\"\n", fill("\\u00e9", 250 * KB))),
        record("deep quotes in a note", "CT510", || {
            format!("name: x\ndescription: \"{}\"\n", fill(">", 9_000))
        }),
        record("a quote that is never closed", "CT002", || format!("name: \"{}", fill("x", 250 * KB))),
        record("a million keys", "CT004", || (0..1_000_000).map(|key| format!("k{key}: 1\n")).collect()),
        record("twenty thousand keys", "CT002", || (0..20_000).map(|key| format!("k{key}: 1\n")).collect()),
        record("thousands of keys", "CT101", || (0..4_000).map(|key| format!("k{key}: 1\n")).collect()),
        record("the same key", "CT107", || format!("name: x\n{}", fill("name: x\n", 60 * KB))),
        record("a long list", "CT002", || format!("services: [{}]\n", fill("a, ", 200 * KB))),
        record("a list of nothing known", "CT012", || {
            format!("name: x\nstatus: beta\nservices: [{}]\n", fill("paroll, ", 80 * KB))
        }),
        record("many lines of a list", "CT002", || format!("services:\n{}", fill("- a\n", 250 * KB))),
        record("many remarks", "CT002", || fill("#\n", 250 * KB)),
        record("many empty lines", "CT003", || fill("\n", 250 * KB)),
        record("one long line", "CT101", || {
            format!("{{{}}}\n", (0..4_000).map(|key| format!("k{key}: 1")).collect::<Vec<_>>().join(", "))
        }),
        sparse("two gigabytes", RECORD, "CT004", "name: x\n"),
        sparse("a release of two gigabytes", "releases/2026-03-31.json", "CT004", "{"),
        attack("a release of empty cells", "releases/2026-03-31.json", "CT010", || {
            let table =
                format!("{{\"name\":\"a\",\"columns\":[],\"rows\":[[{}\"\"]]}}", fill("\"\",", 3 * MEGABYTE));
            format!("{{\"schema_version\":1,\"date\":\"2026-03-31\",\"figures\":[],\"tables\":[{table}]}}")
                .into_bytes()
        }),
        attack("a release of figures", "releases/2026-03-31.json", "CT010", || {
            let figure = |number: usize| {
                format!("{{\"id\":\"f{number}\",\"title\":\"\",\"text\":\"\",\"value\":1,\"sentence\":\"\"}}")
            };
            let figures = (0..30_000).map(figure).collect::<Vec<_>>().join(",");
            format!("{{\"schema_version\":1,\"date\":\"2026-03-31\",\"figures\":[{figures}],\"tables\":[]}}")
                .into_bytes()
        }),
        attack("a deep release", "releases/2026-03-31.json", "CT010", || {
            fill("[", 3 * MEGABYTE).into_bytes()
        }),
    ])
}

fn words(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, "words.yaml", code, move || text().into_bytes())
}

#[test]
fn words_have_budgets() -> Result {
    let alias = || format!("a: &a [x]\nb: [{}]\n", fill("*a, ", 60 * KB));
    all_are_told(&[
        words("aliases", "CT005", alias),
        words("deep lists", "CT002", || format!("texts: {}", fill("[", 250 * KB))),
        words("thousands of texts", "CT002", || {
            format!("texts:\n{}", (0..15_000).map(|text| format!("  Text {text}: x\n")).collect::<String>())
        }),
        words("a huge text", "CT108", || format!("texts:\n  Opportunities: {}\n", fill("x", 250 * KB))),
        words("nothing but places", "CT108", || {
            format!("texts:\n  Opportunities: \"{}\"\n", fill("{1}", 250 * KB))
        }),
        words("nothing but elements", "CT108", || {
            format!("texts:\n  Opportunities: \"{}\"\n", fill("<1>", 250 * KB))
        }),
        words("a huge sign", "CT108", || {
            format!("numbers: {{ group: \"{}\", decimal: x }}\n", fill("x", 250 * KB))
        }),
        words("too large", "CT004", || format!("texts:\n  Opportunities: {}\n", fill("x", 600 * KB))),
        sparse("words of two gigabytes", "words.yaml", "CT004", "texts:\n"),
    ])?;
    // Texts that nobody says are told, the first of them with a guess at what was meant.
    let region = Region::harbourside()?;
    let usual = taken(&region, &["check"])?;
    let text = |text| {
        format!("  The suppliers and systems of each authority that answer to a page, number {text}: x\n")
    };
    region.write("words.yaml", format!("texts:\n{}", (0..4_500).map(text).collect::<String>()))?;
    let took = taken(&region, &["check"])?;
    assert!(
        took.code == Some(1) && took.said.contains("[CT511]") && took.said.contains("[CT012]"),
        "{:?}: {:.300}",
        took.code,
        took.said
    );
    assert!(
        took.seconds < f64::max(2.0, 30.0 * usual.seconds),
        "{} s, usually {}",
        took.seconds,
        usual.seconds
    );
    Ok(())
}

/// A theme's own tokens are read with the style sheet that uses them: however many there are, that takes no longer than the
/// site's own build.
#[test]
fn tokens_have_budgets() -> Result {
    let region = Region::harbourside()?;
    let usual = taken(&region, &["build"])?;
    let tokens = region.root().join("theme/assets/tokens.css");
    fs::create_dir_all(tokens.parent().ok_or("a folder")?)?;
    let own = |token: usize| format!("--a{token}:var(--a{token});");
    for (text, code, told) in [
        ((0..60_000).map(own).collect::<String>(), 1, "kB packed, more than 15"),
        (fill("{", 4 * MEGABYTE), 1, "brackets stand in one another deeper"),
        (fill("}", 4 * MEGABYTE), 1, "a bracket } closes nothing"),
        (fill("--a", 4 * MEGABYTE) + ":", 1, "no rule uses the token"),
        (fill("/*", 4 * MEGABYTE), 1, "it has more than 2 MB, so it was not looked into"),
        (fill("var(", 4 * MEGABYTE), 1, "brackets stand in one another deeper"),
    ] {
        fs::write(&tokens, &text)?;
        let took = taken(&region, &["build", "--theme", "theme"])?;
        assert_eq!(took.code, Some(code), "{:.40}: {:.300}", text, took.said);
        assert!(took.said.contains(told) && took.said.len() < 4 * KB, "{:.40}: {:.300}", text, took.said);
        assert!(took.seconds < 2.0 + 2.0 * usual.seconds, "{:.40}: {} s", text, took.seconds);
        assert!(took.megabytes < 100 + usual.megabytes, "{:.40}: {} MB", text, took.megabytes);
    }
    Ok(())
}

#[test]
fn texts_have_budgets() -> Result {
    let kb = 60 * KB;
    all_are_told(&[
        attack("a head without an end", CHAPTER, "CT008", move || {
            format!("---\n{}", fill("title: x\n", kb)).into_bytes()
        }),
        chapter("deep quotes", "CT510", move || fill(">", kb)),
        chapter("deep quotes and lists", "CT510", || format!("{}a", fill("> * ", 200))),
        chapter("deep lists", "CT510", || {
            (0..200).fold(String::new(), |text, depth| text + &" ".repeat(2 * depth) + "* a\n")
        }),
        chapter("deep emphases", "CT510", move || format!("{}a{}", fill("*a _b ", 600), fill("_ *", 300))),
        chapter("many brackets", "CT510", move || fill("[", kb)),
        chapter("many pictures", "CT510", move || fill("![", kb)),
        chapter("many paragraphs", "CT510", move || fill("a\n\n", kb)),
        chapter("a table of empty cells", "CT510", || {
            format!("{}|\n{}|\n{}", fill("|a", 2_000), fill("|-", 2_000), fill("|a\n", 50 * KB))
        }),
        chapter("many tags", "CT501", move || fill("<b>", 30 * KB)),
        chapter("one tag of many", "CT501", move || fill("<!-- ", kb)),
        chapter("many figures", "CT503", move || fill("{fig:x} ", kb)),
        chapter("many bad links", "CT502", || fill("[a](b)", 20 * KB)),
        chapter("many headings", "CT505", || fill("# a\n", 20 * KB)),
        attack("a huge chapter", CHAPTER, "CT004", || fill("word ", 8 * MEGABYTE).into_bytes()),
        sparse("a chapter of two gigabytes", CHAPTER, "CT004", HEAD),
    ])
}

const RELEASE: &str = "{\"releases\":[{\"ocid\":\"ocds-a-1\",\"buyer\":{\"name\":\"Harbour Quay\"},\"a\":";

fn notices(name: &'static str, code: &'static str, text: impl Fn() -> String + 'static) -> Attack {
    attack(name, "notices.json", code, move || text().into_bytes())
}

#[test]
fn notices_have_budgets() -> Result {
    let most = 30 * MEGABYTE;
    all_are_told(&[
        notices("deep lists", "CT701", move || fill("[", most)),
        notices("deep objects", "CT701", move || RELEASE.to_owned() + &fill("{\"a\":", most)),
        notices("deep lists in what is not read", "CT701", move || {
            format!("{{\"extensions\":{}", fill("[", most))
        }),
        notices("a long list", "CT701", move || format!("{RELEASE}[{}1]}}]}}", fill("1,", most))),
        notices("many objects", "CT701", move || format!("{RELEASE}[{}1]}}]}}", fill("{},", most))),
        notices("a long list beside the releases", "CT701", move || {
            format!("{{\"x\":[{}1]}}", fill("1,", most))
        }),
        notices("a record of many releases", "CT701", move || {
            format!("{{\"records\":[{{\"releases\":[{}1]}}]}}", fill("{\"ocid\":\"a\"},", most))
        }),
        notices("many numbers", "CT702", move || format!("[{}1]", fill("1,", most))),
        notices("many releases that are none", "CT702", move || {
            format!("{{\"releases\":[{}1]}}", fill("1,", most))
        }),
        notices("an endless number", "CT701", || format!("{RELEASE}{}}}]}}", fill("1", 2 * MEGABYTE))),
        notices("an endless line", "CT701", move || {
            format!("{{\"ocid\":\"a\"}}\n{{\"ocid\":\"b\"}}\n{{\"a\":[{}", fill("1,", 8 * MEGABYTE))
        }),
        notices("many broken lines", "CT701", move || {
            format!("{{\"ocid\":\"a\"}}\n{{\"ocid\":\"b\"}}\n{}", fill("x\n", most))
        }),
        sparse("two gigabytes", "notices.json", "CT714", ""),
        sparse("two gigabytes that begin well", "notices.json", "CT714", "{\"releases\":["),
    ])
}

/// What a file within its bytes has most of: all that is compared with the records.
#[test]
fn notices_of_the_usual_size_are_read_in_time() -> Result {
    let list = |count: usize, item: &dyn Fn(usize) -> String| {
        format!("[{}]", (0..count).map(item).collect::<Vec<_>>().join(","))
    };
    let lot = |at: usize| json!({"id": at, "title": format!("Payroll software {at}")}).to_string();
    let award = |at: usize| {
        json!({"id": at, "title": format!("Payroll {at}"), "suppliers": [{"name": format!("Firm {at}")}]})
            .to_string()
    };
    let party =
        |at: usize| json!({"id": at, "name": format!("Harbor Quai {at}"), "roles": ["buyer"]}).to_string();
    let own = |inner: String| {
        format!("{{\"releases\":[{{\"ocid\":\"a\",\"buyer\":{{\"name\":\"Harbour Quay\"}},{inner}}}]}}")
    };
    let many = |buyer: &str| {
        let one = |at: usize| {
            json!({"ocid": format!("o-{at}"), "buyer": {"name": format!("{buyer} {at}")}}).to_string()
        };
        format!("{{\"releases\":{}}}", list(200_000, &one))
    };
    let release = |at: usize| {
        format!(
            "{{\"ocid\":\"o\",\"id\":\"{at}\",\"buyer\":{{\"name\":\"Harbour Quay\"}},\"awards\":[{}]}}",
            award(at)
        )
    };
    for (what, text) in [
        ("releases of others", many("Harbor Quai Council")),
        ("releases of ours", many("Harbour Quay Council")),
        ("awards", own(format!("\"awards\":{}", list(3_990, &award)))),
        ("lots", own(format!("\"tender\":{{\"status\":\"active\",\"lots\":{}}}", list(3_990, &lot)))),
        ("parties", own(format!("\"parties\":{}", list(3_990, &party)))),
        ("releases in a record", format!("{{\"records\":[{{\"releases\":{}}}]}}", list(990, &release))),
    ] {
        let region = Region::harbourside()?;
        let usual = taken(&region, &["check"])?;
        fs::write(region.root().join("notices.json"), text)?;
        let took = taken(&region, &["import", "ocds", "--dry-run", "notices.json"])?;
        let is_cut = what.starts_with("releases of");
        assert_eq!(took.code, Some(i32::from(is_cut)), "{what}: {:.500}", took.said);
        assert_eq!(took.said.contains("[CT714]") && took.said.contains("--large"), is_cut, "{what}");
        let (Taken { megabytes, seconds, .. }, most) = (took, f64::max(2.0, 30.0 * usual.seconds));
        tried(&format!("budgets: notices with many {what}: {seconds:.2} s, {megabytes} MB"));
        assert!(seconds <= most && megabytes <= 144, "{what}: {seconds} s of {most}, {megabytes} MB");
    }
    let region = Region::harbourside()?;
    File::create(region.root().join("notices.json"))?.set_len((32 << 20) + 1)?;
    let took = taken(&region, &["import", "ocds", "--dry-run", "notices.json"])?;
    assert!(took.said.contains("more than 32 MB, so none of it is read"), "{:.500}", took.said);
    let took = taken(&region, &["import", "ocds", "--dry-run", "--large", "notices.json"])?;
    assert!(!took.said.contains("[CT714]") && took.said.contains("[CT701]"), "{:.500}", took.said);
    Ok(())
}

/// As many cells as all releases may have, no two neighbours alike: what passes is built, too, and in a time that grows with it.
#[test]
fn releases_together_have_a_budget() -> Result {
    let region = Region::harbourside()?;
    let write = |month: usize| {
        let row = |at: usize| format!("[\"b{at}\",\"s\",\"{month}\"]");
        let rows = (0..168_000).map(row).collect::<Vec<_>>().join(",");
        let day = format!("{}-{:02}-28", 2024 + month / 12, 1 + month % 12);
        let columns = "\"columns\":[\"borough\",\"system\",\"since\"]";
        let table = format!("{{\"name\":\"deployments\",{columns},\"rows\":[{rows}]}}");
        let text = format!("{{\"schema_version\":1,\"date\":\"{day}\",\"figures\":[],\"tables\":[{table}]}}");
        region.write(&format!("releases/{day}.json"), text)
    };
    for month in 0..11 {
        write(month)?;
    }
    let check = taken(&region, &["check"])?;
    assert_eq!(check.code, Some(0), "{:.500}", check.said);
    let build = taken(&region, &["build", "--out", "public"])?;
    assert_eq!(build.code, Some(0), "{:.500}", build.said);
    let numbers = format!(
        "{:.1} s and {} MB, {:.1} s and {} MB",
        check.seconds, check.megabytes, build.seconds, build.megabytes
    );
    tried(&format!("budgets: as many cells of releases as there may be: check and build take {numbers}"));
    assert!(build.seconds <= 5.0 * check.seconds && build.megabytes <= 800, "{numbers}");
    write(11)?;
    let took = taken(&region, &["check"])?;
    assert!(took.code == Some(1) && took.said.contains("[CT010]"), "{:.500}", took.said);
    assert!(took.said.contains("together have more than 6000000 cells"), "{:.500}", took.said);
    assert!(took.megabytes <= check.megabytes + 50, "{} MB, before {}", took.megabytes, check.megabytes);
    Ok(())
}

#[test]
fn a_rule_is_told_a_thousand_times() -> Result {
    let region = Region::harbourside()?;
    let one = "{\"ocid\":\"ocds-a-N\",\"id\":\"N\",\"tag\":[\"award\"],\"buyer\":{\"name\":\"Harbour Quay\"},\
               \"awards\":[{\"title\":\"Payroll software N\",\"suppliers\":[{\"name\":\"Firm N\"}]}]}";
    let releases: Vec<String> = (0..1_200).map(|number| one.replace('N', &number.to_string())).collect();
    let file = region.root().join("notices.json");
    fs::write(&file, format!("{{\"releases\":[{}]}}", releases.join(",")))?;
    let said = taken(&region, &["import", "ocds", "--dry-run", "notices.json"])?.said;
    assert_eq!(said.matches("[CT705]").count(), 1_000, "{:.2000}", said);
    assert!(said.contains("CT705: 200 more; they are counted"), "{:.2000}", said);
    Ok(())
}

#[test]
fn tables_have_budgets() -> Result {
    let region = Region::harbourside()?;
    let usual = taken(&region, &["check"])?;
    let folder = region.root().join("tables");
    fs::create_dir(&folder)?;
    let table = folder.join("technologies.csv");
    let head = "id,name,definition\n";
    let texts = [
        fill("a", 15 * MEGABYTE),
        format!("{head}\"{}", fill("a", 15 * MEGABYTE)),
        fill(",", 15 * MEGABYTE),
        format!("{head}{}", fill("a,a,a\n", 15 * MEGABYTE)),
        fill("a,\n", 20 * MEGABYTE),
    ];
    for text in &texts {
        fs::write(&table, text)?;
        let took = taken(&region, &["import", "survey", "tables"])?;
        assert_eq!(took.code, Some(3), "{}", took.said);
        assert!(took.said.contains("larger than any survey: it has more than"), "{}", took.said);
        assert!(took.megabytes <= 100.max(usual.megabytes + 44), "{} MB: {}", took.megabytes, took.said);
    }
    File::create(&table)?.set_len(2 << 30)?;
    let took = taken(&region, &["import", "survey", "tables"])?;
    assert!(took.code == Some(3) && took.said.contains("16 megabytes"), "{}", took.said);
    assert!(took.megabytes <= 100.max(usual.megabytes + 44), "{} MB: {}", took.megabytes, took.said);
    // What stands where a row belongs is looked at, to be compared.
    fs::remove_file(&table)?;
    let head = "id,name,aliases,supplier_id,services,licence,repository,website,description,source_url";
    fs::write(folder.join("systems.csv"), format!("{head}\nlarge,Large,,,,,,,Words,\n"))?;
    File::create(region.content().join("systems/large.yaml"))?.set_len(2 << 30)?;
    let took = taken(&region, &["import", "survey", "tables"])?;
    assert!(took.code == Some(3) && took.said.contains("larger than any file of its kind"), "{}", took.said);
    assert!(took.megabytes <= 100.max(usual.megabytes + 44), "{} MB: {}", took.megabytes, took.said);
    tried(&format!("budgets: {} hostile tables", texts.len() + 2));
    Ok(())
}

/// Pipes, devices and folders in the place of files: nothing waits for them or reads from them.
#[test]
fn what_is_no_plain_file_is_not_read() -> Result {
    use std::os::unix::fs::symlink;
    let pipe = |path: &Path| -> Result {
        let made = std::process::Command::new("mkfifo").arg(path).status()?;
        if made.success() { Ok(()) } else { Err("no pipe could be made".into()) }
    };
    let zero = |path: &Path| -> Result { Ok(symlink("/dev/zero", path)?) };
    let folder = |path: &Path| -> Result { Ok(fs::create_dir(path)?) };
    let mut count = 0;
    for file in [RECORD, CHAPTER, "site.yaml", "releases/2026-03-31.json"] {
        for (make, what) in [(&pipe as &dyn Fn(&Path) -> Result, "a pipe"), (&zero, "an endless link")] {
            let region = Region::harbourside()?;
            let path = region.content().join(file);
            fs::create_dir_all(path.parent().ok_or("a folder")?)?;
            if path.exists() {
                fs::remove_file(&path)?;
            }
            make(&path)?;
            let took = taken(&region, &["check"])?;
            assert_eq!(took.code, Some(1), "{what} as {file}: {}", took.said);
            assert!(took.said.contains("[CT006]"), "{what} as {file}: {}", took.said);
            count += 1;
        }
    }
    let region = Region::harbourside()?;
    for (name, make) in [
        ("pipe.csv", &pipe as &dyn Fn(&Path) -> Result),
        ("zero.csv", &zero),
        ("zero.xlsx", &zero),
        ("pipe.xlsx", &pipe),
        ("pipe.json", &pipe),
        ("folder.json", &folder),
        ("zero.json", &zero),
    ] {
        make(&region.root().join(name))?;
        let took = taken(&region, &command(name))?;
        assert_eq!(took.code, Some(1), "{name}: {}", took.said);
        assert!(took.said.contains("[CT601]") || took.said.contains("[CT701]"), "{name}: {}", took.said);
        count += 1;
    }
    let tables = region.root().join("tables");
    fs::create_dir(&tables)?;
    for make in [&pipe as &dyn Fn(&Path) -> Result, &zero, &folder] {
        make(&tables.join("technologies.csv"))?;
        let took = taken(&region, &["import", "survey", "tables"])?;
        assert_eq!(took.code, Some(3), "{}", took.said);
        assert!(took.said.contains("put a table there"), "{}", took.said);
        fs::remove_file(tables.join("technologies.csv"))
            .or_else(|_| fs::remove_dir(tables.join("technologies.csv")))?;
        count += 1;
    }
    tried(&format!("budgets: {count} paths that are no plain files"));
    Ok(())
}
