//! What the program is made of and what its workflows may do; and that a build asks no other machine for anything.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

use crate::support::{AS_OF, Outcome, Region, Result, here, left_out, program, tree};

/// The files below a folder of this repository with an ending, and their texts.
fn texts(folder: &str, ending: &str) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for entry in WalkDir::new(here(folder)).sort_by_file_name() {
        let path = entry?.into_path();
        if path.extension().is_some_and(|own| own == ending) {
            let name = path.strip_prefix(here(""))?.display().to_string();
            texts.push((name, fs::read_to_string(&path)?));
        }
    }
    Ok(texts)
}

#[test]
fn a_build_without_the_preview_has_nothing_that_opens_a_connection() -> Result {
    let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    cargo.args([
        "tree",
        "--offline",
        "--locked",
        "--no-default-features",
        "--edges",
        "normal",
        "--prefix",
        "none",
    ]);
    let tree = Outcome::of(cargo.current_dir(here("")))?.expect(0)?.stdout;
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"tera") && names.len() > 100, "{tree}");
    for name in [
        "tokio",
        "mio",
        "socket2",
        "hyper",
        "h2",
        "axum",
        "async-std",
        "smol",
        "reqwest",
        "ureq",
        "curl",
        "isahc",
        "rustls",
        "native-tls",
        "openssl",
        "openssl-sys",
        "hickory-resolver",
        "trust-dns-resolver",
    ] {
        assert!(!names.contains(&name), "{name} is part of a build");
    }
    Ok(())
}

#[test]
fn only_the_preview_knows_of_connections_and_only_comparing_runs_a_program() -> Result {
    for (file, text) in texts("src", "rs")? {
        for word in ["TcpStream", "TcpListener", "UdpSocket", "UnixStream", "ToSocketAddrs", "tokio::net"] {
            assert!(!text.contains(word) || file.starts_with("src/serve/"), "{file} has {word}");
        }
        let runs = text.contains("process::Command") || text.contains("Command::new");
        assert!(!runs || file == "src/diff/revision.rs", "{file} runs a program");
        assert!(!text.contains("unsafe {") && !text.contains("allow(unsafe_code"), "{file} is unsafe");
    }
    Ok(())
}

/// Names and versions of a lock file.
fn locked(file: &str) -> Result<BTreeSet<(String, String)>> {
    let text = fs::read_to_string(here(file))?;
    let value =
        |line: &str, key: &str| line.strip_prefix(key).map(|value| value.trim_matches('"').to_owned());
    let pair = |package: &str| {
        let mut lines = package.lines().skip(1);
        Some((value(lines.next()?, "name = ")?, value(lines.next()?, "version = ")?))
    };
    Ok(text.split("[[package]]").filter_map(pair).collect())
}

/// Its lock file is one of its own, and grows stale where nobody looks: then nothing can be fuzzed.
#[test]
fn what_is_fuzzed_is_what_is_built() -> Result {
    let (built, fuzzed) = (locked("Cargo.lock")?, locked("fuzz/Cargo.lock")?);
    let manifest = fs::read_to_string(here("Cargo.toml"))?;
    let own = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let own = own.take_while(|line| !line.starts_with('[')).filter(|line| !line.contains("optional = true"));
    let renamed = |rest: &'_ str| {
        rest.split_once("package = \"").map(|(_, name)| name.split('"').next().unwrap_or_default().to_owned())
    };
    let own = own
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, rest)| renamed(rest).unwrap_or(name.to_owned()));
    let own: Vec<String> = own.collect();
    assert!(own.len() > 20 && own.iter().any(|name| name == "tera"), "{own:?}");
    for name in &own {
        let of = |lock: &BTreeSet<(String, String)>| -> Vec<String> {
            lock.iter().filter(|(own, _)| own == name).map(|(_, version)| version.clone()).collect()
        };
        let (built, fuzzed) = (of(&built), of(&fuzzed));
        let is_same = !fuzzed.is_empty() && fuzzed.iter().all(|version| built.contains(version));
        assert!(
            is_same,
            "{name} is built as {built:?} and fuzzed as {fuzzed:?}: cd fuzz; cargo update {name}"
        );
    }
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_build_needs_no_network() -> Result {
    let region = Region::harbourside()?;
    region.build()?.expect(0)?;
    let first = tree(&region.out())?;
    // Somebody who is not root may have a network of their own only as root of a world of their own.
    let ways: [&[&str]; 2] = [&["--net"], &["--net", "--map-root-user"]];
    let is_allowed = |way: &&&[&str]| {
        let tried = Command::new("unshare").args(**way).arg("true").output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let Some(way) = ways.iter().find(is_allowed) else {
        left_out("a build without a network: this machine lets nobody be without one");
        return Ok(());
    };
    let apart = |command: &[&str]| -> Result<Outcome> {
        let mut run = Command::new("unshare");
        run.args(*way).args(command).current_dir(region.root());
        Outcome::of(&mut run)
    };
    // There is no network indeed: not even this machine answers itself.
    let interfaces = apart(&["cat", "/proc/net/dev"])?.expect(0)?.stdout;
    assert_eq!(interfaces.lines().filter(|line| line.contains(':')).count(), 1, "{interfaces}");
    let own = program().get_program().to_str().ok_or("a path of letters")?.to_owned();
    apart(&[&own, "build", "--as-of", AS_OF])?.expect(0)?;
    assert!(first == tree(&region.out())?, "the site is another without a network");
    apart(&[&own, "check", "--as-of", AS_OF])?.expect(0)?;
    Ok(())
}

#[test]
fn workflows_may_do_no_more_than_they_need() -> Result {
    // Those of this repository, and those that every other region begins with.
    let own = texts(".github/workflows", "yml")?;
    let of_regions = texts("src/starter/github/workflows", "yml")?;
    assert!(own.len() >= 3 && of_regions.len() >= 2);
    for (file, text) in own.iter().chain(&of_regions) {
        // By default nothing but reading; whatever else stands at the one job that needs it.
        let top: Vec<&str> = text.lines().skip_while(|line| *line != "permissions:").skip(1).collect();
        let top: Vec<&str> = top.into_iter().take_while(|line| line.starts_with("  ")).collect();
        assert_eq!(top, ["  contents: read"], "{file}");
        let writes: Vec<&str> = text.lines().map(str::trim).filter(|line| line.contains(": write")).collect();
        if file.ends_with("publish.yml") {
            assert!(
                writes.iter().all(|line| line.starts_with("pages:") || line.starts_with("id-token:")),
                "{writes:?}"
            );
        } else if file.ends_with("release.yml") {
            let due = ["contents: write", "id-token: write", "attestations: write"];
            let is_due = |line: &&str| due.iter().any(|due| line.starts_with(due));
            assert!(writes.len() == due.len() && writes.iter().all(is_due), "{writes:?}");
        } else {
            assert_eq!(writes, [""; 0], "{file}");
        }
        // What a change brings in the site's place is gone before the site is built there.
        let place = |what: &str| text.find(what);
        if let Some(build) = place("build --out public") {
            assert!(place("rm -rf public .citytools-*").is_some_and(|gone| gone < build), "{file}");
        }
        // What strangers propose never runs with secrets, and is never pasted into a script.
        for word in ["pull_request_target", "workflow_run", "secrets.", "write-all"] {
            assert!(!text.contains(word), "{file} has {word}");
        }
        for line in text.lines().filter(|line| line.contains("${{")) {
            let safe = [
                "runner.os",
                "hashFiles(",
                "github.ref }}",
                "github.event.pull_request.number",
                "steps.",
                "cancelled()",
                // What the workflow itself lists, and what GitHub gives each job for its own permissions.
                "matrix.",
                "github.token }}",
            ];
            assert!(safe.iter().any(|word| line.contains(word)), "{file}: {line}");
        }
        for action in
            text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "))
        {
            // One of the repository itself goes with its commit.
            if action.starts_with("./") {
                continue;
            }
            let (_, version) = action.split_once('@').ok_or_else(|| format!("{file}: {action}"))?;
            let (commit, name) = version.split_once(" # v").unwrap_or((version, ""));
            let is_commit = commit.len() == 40 && commit.bytes().all(|c| c.is_ascii_hexdigit());
            assert!(is_commit && !name.is_empty(), "{file}: {action} is not fixed to a commit");
        }
        let checkouts = text.matches("actions/checkout@").count();
        assert_eq!(
            text.matches("persist-credentials: false").count(),
            checkouts,
            "{file} leaves credentials behind"
        );
    }
    Ok(())
}

/// Workflows, and every script of the repository.
fn what_runs() -> Result<Vec<(String, String)>> {
    let mut texts = [texts(".github", "yml")?, texts("src/starter/github", "yml")?].concat();
    let of_others = ["node_modules", ".venv", "target"];
    for folder in [".github", "benches", "docs", "fuzz", "release", "tests"] {
        let own = WalkDir::new(here(folder)).into_iter();
        for entry in own.filter_entry(|entry| !of_others.iter().any(|name| entry.file_name() == *name)) {
            let path = entry?.into_path();
            let text =
                if path.is_file() { fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
            if text.starts_with("#!") {
                texts.push((path.strip_prefix(here(""))?.display().to_string(), text));
            }
        }
    }
    Ok(texts)
}

fn is_sum(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|c| c.is_ascii_hexdigit())
}

/// Each has sums for every package, down to those of the packages' own, and for the versions that were wanted.
fn assert_has_sums(list: &str) -> Result {
    let text = fs::read_to_string(here(list))?.replace("\\\n", " ");
    let packages: Vec<&str> =
        text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).collect();
    for package in &packages {
        let sums: Vec<&str> = package.split("--hash=sha256:").skip(1).map(str::trim).collect();
        assert!(
            package.contains("==") && !sums.is_empty() && sums.iter().all(|sum| is_sum(sum)),
            "{list}: {package}"
        );
    }
    for wanted in fs::read_to_string(here(&list.replace(".txt", ".in"))).unwrap_or_default().lines() {
        let (name, version) = wanted.split_once("==").ok_or(wanted)?;
        let due = format!("{}=={version} ", name.split('[').next().unwrap_or_default().to_lowercase());
        assert!(packages.iter().any(|package| package.starts_with(&due)), "{list} has no {wanted}");
    }
    Ok(())
}

/// How a script fetches what it then runs.
const FETCHES: [&str; 9] = [
    r"cargo (\+\w+ )?(install|info|fetch|binstall)",
    r"pipx?\d*\x22? (install|download|run)",
    "uvx|uv (pip|tool|run)",
    "npm (ci|i|install|rebuild|exec)|npx",
    "curl|wget",
    "(apt|apt-get|brew|gem|go|choco|winget) install",
    "rustup (toolchain|component|target|update)",
    "(docker|podman) (pull|run)",
    "git clone",
];

/// What has no sum here, and whoever vouches for it instead, by the name that SECURITY.md has for it.
const VOUCHED: [(&str, &str, &str); 4] = [
    ("", "rustup toolchain install stable", "`rustup`"),
    ("", "apt-get install", "`apt-get`"),
    ("tests/hosting/run", "npm ", "`tests/hosting/run`"),
    ("benches/peers", "npm ", "`benches/peers`"),
];

/// What is fetched runs with what the workflow may do: its bytes are known by their sums, or SECURITY.md says who vouches for them.
#[test]
fn tools_are_fetched_by_their_sums() -> Result {
    let fetches = regex::Regex::new(&format!("\\b({})\\b", FETCHES.join("|")))?;
    let list = regex::Regex::new(r"--requirement (\S+)")?;
    let security = fs::read_to_string(here("SECURITY.md"))?;
    let (mut count, mut lists) = (0, BTreeSet::new());
    for (file, text) in what_runs()? {
        let text = text.replace("\\\n", " ");
        for line in
            text.lines().map(str::trim).filter(|line| !line.starts_with('#') && fetches.is_match(line))
        {
            count += 1;
            if let Some(named) = list.captures(line).filter(|_| line.contains("--require-hashes")) {
                let named = named[1].to_owned();
                let folder = if file.ends_with(".yml") { "" } else { file.trim_end_matches("run") };
                lists.insert(format!("{folder}{named}"));
                continue;
            }
            // A commit is a sum.
            let is_commit =
                line.contains("cargo +stable install --locked --git \"$REPOSITORY\" --rev \"$REVISION\"");
            if file == ".github/tools/get" || is_commit || line.starts_with("npm ci ") {
                continue;
            }
            let is_vouched = |(of, what, said): &(&str, &str, &str)| {
                file.starts_with(of) && line.contains(what) && security.contains(said)
            };
            assert!(VOUCHED.iter().any(is_vouched), "{file} fetches what has no sum: {line}");
        }
    }
    assert!(count > 12 && lists.len() == 4, "{count} {lists:?}");
    lists.iter().try_for_each(|list| assert_has_sums(list))?;
    let crates = fs::read_to_string(here(".github/tools/crates"))?;
    for tool in crates.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = tool.split(' ').collect();
        assert!(matches!(*words.as_slice(), [_, _, sum] if is_sum(sum)), "{tool}");
    }
    let lock: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(here("tests/browser/package-lock.json"))?)?;
    for (name, package) in lock["packages"].as_object().ok_or("packages")? {
        let sum = package["integrity"].as_str().unwrap_or_default();
        assert!(name.is_empty() || sum.starts_with("sha512-"), "{name} has no sum");
    }
    Ok(())
}

/// With a cargo that brings whatever the test says, and compiles nothing.
#[cfg(unix)]
#[test]
fn no_tool_is_compiled_whose_sum_is_another() -> Result {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let script = "#!/bin/sh
        case $1 in
          info) mkdir -p \"$CARGO_HOME/registry/cache/here\" tool-1.0.0
            echo \"$BRINGS\" >tool-1.0.0/main.rs
            tar -czf \"$CARGO_HOME/registry/cache/here/tool-1.0.0.crate\" tool-1.0.0 ;;
          install) cat tool-1.0.0/main.rs >>\"$CARGO_HOME/compiled\" ;;
        esac\n";
    fs::write(at("cargo"), script)?;
    fs::copy(here(".github/tools/get"), at("get"))?;
    Outcome::of(Command::new("chmod").arg("+x").arg(at("cargo")))?.expect(0)?;
    let get = |sum: &str| -> Result<Outcome> {
        fs::write(at("crates"), format!("# none\ntool 1.0.0 {sum}\n"))?;
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH")?);
        let mut get = Command::new("bash");
        get.arg(at("get"))
            .arg("tool")
            .env("PATH", path)
            .env("CARGO_HOME", folder.path())
            .env("BRINGS", "words");
        Outcome::of(&mut get)
    };
    for wrong in ["0".repeat(64).as_str(), ""] {
        let refused = get(wrong)?.expect(1)?;
        assert!(
            refused.stderr.contains("nothing was compiled") && !at("compiled").exists(),
            "{}",
            refused.stderr
        );
    }
    // The same files, packed again, are other bytes.
    let told = get("none")?.stderr;
    let sum = told.split(' ').find(|word| is_sum(word)).ok_or("the sum of what came")?;
    let kept = at("registry/cache/here/tool-1.0.0.crate");
    let bytes = fs::read(&kept)?;
    fs::write(at("kept"), bytes)?;
    fs::write(
        at("cargo"),
        script.replace("tar -czf", "cp \"$CARGO_HOME/kept\"").replace(".crate\" tool-1.0.0", ".crate\""),
    )?;
    get(sum)?.expect(0)?;
    assert_eq!(fs::read_to_string(at("compiled"))?, "words\n");
    Ok(())
}

/// A digest is 64 signs long, or it is none. Where there is one, somebody has to tell of newer images.
#[test]
fn images_are_named_in_full_and_watched() -> Result {
    let text = fs::read_to_string(here("Containerfile"))?;
    let images: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("FROM ")).collect();
    assert_eq!(images.len(), 2, "{images:?}");
    for image in images {
        let name = image.split(' ').next().unwrap_or_default();
        let (tagged, digest) =
            name.split_once("@sha256:").map_or((name, None), |(tag, sum)| (tag, Some(sum)));
        assert!(tagged.starts_with("docker.io/library/") && tagged.contains(':'), "{image}");
        let is_digest = |sum: &str| sum.len() == 64 && sum.bytes().all(|c| c.is_ascii_hexdigit());
        assert!(digest.is_none_or(is_digest), "{image}");
    }
    let watched = fs::read_to_string(here(".github/dependabot.yml"))?;
    for what in ["github-actions", "cargo", "docker"] {
        assert!(watched.contains(&format!("package-ecosystem: {what}\n    directory: /\n")), "{what}");
    }
    Ok(())
}

/// A container is built from what is copied into it, and takes in nothing else: compiled programs are large.
#[test]
fn a_container_is_given_what_it_copies() -> Result {
    let text = fs::read_to_string(here("Containerfile"))?;
    let copied: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("COPY ").filter(|line| !line.starts_with("--from")))
        .flat_map(|line| line.split(' ').rev().skip(1))
        .collect();
    let ignored = fs::read_to_string(here(".dockerignore"))?;
    let given: BTreeSet<&str> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    assert!(ignored.lines().any(|line| line == "*"), "{ignored}");
    assert_eq!(given, copied);
    Ok(())
}

#[test]
fn what_security_says_is_there_is_there() -> Result {
    let text = fs::read_to_string(here("SECURITY.md"))?;
    let mut count = 0;
    for named in
        text.split('`').skip(1).step_by(2).filter(|named| named.contains('/') && !named.contains(' '))
    {
        let path = named.trim_end_matches('/');
        if path.starts_with("src/") || path.starts_with("tests/") || path.starts_with(".github/") {
            assert!(Path::exists(&here(path)), "SECURITY.md names {named}");
            count += 1;
        }
    }
    assert!(count > 15, "{count} places");
    Ok(())
}
