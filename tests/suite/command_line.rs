//! What packagers take from the program: completions and manual pages that know every command.

use std::fs;
use std::process::Stdio;

use crate::support::{AS_OF, Outcome, Region, Result, Site, copy, here, program, tree, tried};

/// Commands as the program's own help lists them.
fn commands() -> Result<Vec<String>> {
    let help = Outcome::of(program().arg("--help"))?.expect(0)?.stdout;
    let list =
        help.split_once("Commands:\n").and_then(|(_, rest)| rest.split_once("\n\n")).ok_or("no list")?.0;
    let is_first = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    Ok(list
        .lines()
        .filter(is_first)
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}

#[test]
fn completions_know_every_command() -> Result {
    let commands = commands()?;
    assert!(commands.len() > 10 && commands.contains(&"init".to_owned()), "{commands:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Outcome::of(program().args(["completions", shell]))?.expect(0)?.stdout;
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell}: {command}");
        }
    }
    Outcome::of(program().args(["completions", "abacus"]))?.expect(2)?;
    Ok(())
}

/// A full disk under a command's own words is told, and ends nothing half-way; a reader that goes early is no failure.
#[cfg(target_os = "linux")]
#[test]
fn words_that_nobody_takes_are_no_accident() -> Result {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full");
    let region = Region::harbourside()?;
    let broken = Region::harbourside()?;
    broken.replace("systems/plume.yaml", "status: beta", "status: betta")?;
    for (of, args) in [
        (&region, vec!["check", "--as-of", AS_OF]),
        (&broken, vec!["check", "--as-of", AS_OF, "--format", "sarif"]),
        (&broken, vec!["check", "--as-of", AS_OF, "--format", "json"]),
        (&region, vec!["build", "--as-of", AS_OF]),
        (&region, vec!["verify", "public"]),
        (&region, vec!["explain"]),
        (&region, vec!["words"]),
        (&region, vec!["man"]),
    ] {
        let run = |out: Stdio| {
            Outcome::of(program().args(&args).current_dir(of.root()).stdout(out).stderr(Stdio::piped()))
        };
        let told = run(full()?.into())?;
        assert_eq!(told.code, Some(3), "{args:?}: {}", told.stderr);
        assert!(told.stderr.contains("No space left"), "{args:?}: {}", told.stderr);
        // Nobody reads the other end.
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        let told = run(writer.into())?;
        assert!(matches!(told.code, Some(0 | 1)), "{args:?}: {:?} {}", told.code, told.stderr);
        assert!(!told.stderr.contains("panicked"), "{args:?}: {}", told.stderr);
    }
    let told =
        program().args(["check", "--as-of", AS_OF]).current_dir(broken.root()).stderr(full()?).output()?;
    assert_eq!(told.status.code(), Some(1));
    assert!(tree(&region.out())?.contains_key("index.html"), "the site was built all the same");
    Ok(())
}

#[test]
fn the_manual_has_a_page_for_every_command() -> Result {
    let page = Outcome::of(program().arg("man"))?.expect(0)?.stdout;
    assert!(page.contains(".TH citytools 1"), "{page}");
    let desk = tempfile::tempdir()?;
    let folder = desk.path().join("man/man1");
    Outcome::of(program().arg("man").arg(&folder))?.expect(0)?;
    for command in commands()?.iter().filter(|command| *command != "help") {
        let page = fs::read_to_string(folder.join(format!("citytools-{command}.1")))
            .map_err(|error| format!("{command}: {error}"))?;
        assert!(page.contains("SYNOPSIS"), "{command}");
    }
    Ok(())
}

/// The log of a workflow quotes what a stranger proposes, and the runner obeys lines of it.
#[test]
fn no_record_commands_the_runner_of_a_workflow() -> Result {
    let command = |at: usize| format!("a\\n::warning::{at}\\r::add-mask::{at}\\n##[add-mask]{at}");
    let region = Region::harbourside()?;
    region.replace(
        "site.yaml",
        "title: \"City Tools: Harbourside\"",
        "title: \"::stop-commands::x ##[group]\"",
    )?;
    let built = region.build()?.expect(0)?;
    let record = format!(
        "name: X\nparent: {{supplier: \"{}\"}}\nwebsite: \"{}\"\nsize: \"{}\"\n\"{}\": a\n",
        command(1),
        command(2),
        command(3),
        command(4)
    );
    region.write("suppliers/x.yaml", record)?;
    let told = region.check()?.expect(1)?;
    assert!(told.stderr.matches("::warning::").count() > 6, "{}", told.stderr);
    for said in [&built.stdout, &built.stderr, &told.stdout, &told.stderr] {
        let obeyed = |line: &&str| line.trim_start().starts_with("::") || line.contains("##[");
        let obeyed: Vec<_> = said.split(['\n', '\r']).filter(obeyed).collect();
        assert!(obeyed.is_empty(), "{obeyed:?}");
    }
    // Programs get what the record says.
    for format in ["json", "sarif"] {
        let meant = region.run(["check", "--as-of", AS_OF, "--format", format])?.expect(1)?;
        assert!(!meant.stdout.contains("##["), "{}", meant.stdout);
        let values = serde_json::Deserializer::from_str(&meant.stdout).into_iter::<serde_json::Value>();
        let values = values.collect::<std::result::Result<Vec<_>, _>>()?;
        assert!(values.iter().any(|value| value.to_string().contains("##[add-mask]1")), "{}", meant.stdout);
    }
    // What is meant for the runner still is.
    let meant = region.run(["check", "--as-of", AS_OF, "--format", "github"])?.expect(1)?;
    assert!(meant.stdout.lines().all(|line| line.starts_with("::")), "{}", meant.stdout);
    Ok(())
}

/// Whoever sets it wants the same site again, and would not notice one of today.
#[test]
fn a_moment_of_the_sources_that_is_none_ends_the_program() -> Result {
    let region = Region::harbourside()?;
    let check = |moment: &str| {
        Outcome::of(
            program()
                .args(["build", "--no-verify"])
                .current_dir(region.root())
                .env("SOURCE_DATE_EPOCH", moment),
        )
    };
    for wrong in ["", "spring", "1.5", "1 ", "0x10", "99999999999999999999", "253402300800", "2026-11-25"] {
        let told = check(wrong)?.expect(2)?;
        let said = format!("SOURCE_DATE_EPOCH is `{wrong}`");
        assert!(told.stderr.contains(&said) && told.stderr.contains("unset it"), "{}", told.stderr);
        assert!(!region.out().exists(), "{wrong:?}");
    }
    check("1795647600")?.expect(0)?;
    assert!(Site::read(&region.out())?.page("")?.text.contains("2026"));
    Ok(())
}

/// Clears a screen, gives it a title, hides what follows, turns it round, writes over it, and gives commands to a runner.
const COMMANDS: &str =
    "a\u{1b}[2J\u{1b}]0;b\u{7}\u{1b}[8mc\u{9b}31m\u{202e}d\r::add-mask::e\n  ::warning::f ##[group]g\u{7f}";

/// What a printed text has in it that only the printer may say, and only in its own way.
fn commands_in(said: &str) -> Vec<String> {
    const COLOURS: [&str; 8] = ["0", "1", "33", "91", "92", "93", "94", "96"];
    let mut plain = said.to_owned();
    for colour in COLOURS {
        plain = plain.replace(&format!("\u{1b}[{colour}m"), "");
    }
    let is_odd = |sign: char| {
        sign.is_control() && !matches!(sign, '\n' | '\t')
            || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let is_obeyed =
        |line: &&str| line.trim_start().starts_with("::") || line.contains("##[") || line.contains(is_odd);
    plain.split('\n').filter(is_obeyed).map(str::to_owned).collect()
}

/// Whatever a stranger wrote into records, notices, sheets, sites and the names of their files, no command prints it so that a
/// terminal or the runner of a workflow obeys. Colours are forced, because without a terminal they would be taken out of
/// what is printed, together with much else.
#[cfg(unix)]
#[test]
fn nothing_printed_commands_a_terminal_or_a_runner() -> Result {
    let region = Region::harbourside()?;
    let words = serde_json::to_string(COMMANDS)?;
    copy(&region.content(), &region.root().join("before"))?;
    region.run(["build", "--as-of", AS_OF, "--out", "site"])?.expect(0)?;
    let named = COMMANDS.replace('/', "");
    fs::write(region.root().join("site").join(format!("{named}.html")), COMMANDS)?;
    let address = format!("<a href=\"{COMMANDS}\" id=\"{COMMANDS}\">a</a><a id=\"{COMMANDS}\">b</a>");
    let index = region.root().join("site/index.html");
    fs::write(&index, fs::read_to_string(&index)?.replace("</main>", &format!("{address}</main>")))?;
    let notices = fs::read_to_string(here("tests/fixtures/ocds/cf-award.json"))?;
    let mut value: serde_json::Value = serde_json::from_str(&notices)?;
    poison(&mut value);
    fs::write(region.root().join("poisoned.json"), value.to_string())?;
    // Words alone, so that something is proposed.
    let title = "Web forms and case management for residents";
    let mild = notices.replace(title, "::warning::a ##[group]b \u{202e}c").replace("\"832001", "\"::832001");
    assert!(mild != notices);
    fs::write(region.root().join("mild.json"), mild)?;
    fs::write(region.root().join("broken.json"), format!("{{{words}: {words} {words}"))?;
    for name in [&named, "sheet"] {
        let cell = format!("\"{}\"", COMMANDS.replace('"', ""));
        let sheet = format!(
            "borough,services,system,{cell}\nharbour-quay,payroll,{cell},{cell}\n{cell},{cell},{cell},live\n"
        );
        fs::write(region.root().join(format!("{name}.csv")), sheet)?;
    }
    fs::create_dir(region.root().join("tables"))?;
    let table = format!("id,name,{words}\na,{words},{words}\n{words},b,c\n");
    fs::write(region.root().join("tables/suppliers.csv"), table.replace("\\n", "\n"))?;
    let sheet = format!("{named}.csv");
    // Names that a record may have.
    region.replace("systems/plume.yaml", "name: Plume", "name: \"::warning::a ##[group]b\"")?;
    region.write("words.yaml", "texts:\n  \"Search\": \"::warning::a ##[group]b\"\n")?;
    let runs: [&[&str]; 17] = [
        &["diff", "before"],
        &["diff", "before", "--format", "markdown"],
        &["diff", "before", "--format", "json"],
        &["words", "--all"],
        &["new", "system", "plume-two", "--name", "::warning::a ##[group]b"],
        &["confirm", "harbour-quay"],
        &["export", "survey", "harbour-quay", "--out", &sheet.replace(".csv", "-out.csv")],
        &["verify", "site"],
        &["import", "ocds", "--dry-run", "mild.json"],
        &["import", "ocds", "--dry-run", "poisoned.json"],
        &["import", "ocds", "--dry-run", "broken.json"],
        &["import", "survey", "--dry-run", "sheet.csv"],
        &["import", "survey", "--dry-run", &sheet],
        &["import", "survey", "tables", "--content", "new"],
        &["theme", "export", "theme", &named],
        &["explain", &named],
        &["migrate"],
    ];
    let mut wrong = Vec::new();
    let mut run = |args: &[&str]| -> Result {
        for colours in ["0", "1"] {
            let mut command = program();
            command.args(args).current_dir(region.root()).env("CLICOLOR_FORCE", colours);
            if colours == "1" {
                command.env_remove("NO_COLOR");
            }
            let said = Outcome::of(&mut command)?;
            assert!(matches!(said.code, Some(0..=2)), "{args:?}: {}", said.stderr);
            let obeyed = [commands_in(&said.stdout), commands_in(&said.stderr)].concat();
            let name = args.iter().take(2).copied().collect::<Vec<_>>().join(" ");
            wrong.extend(obeyed.into_iter().map(|line| format!("{name}: {line:?}")));
        }
        Ok(())
    };
    runs.iter().try_for_each(|args| run(args))?;
    // What a record may not say is told of.
    let record = format!("name: {words}\n{words}: {words}\nparent: {words}\n");
    region.write("suppliers/x.yaml", record)?;
    fs::write(region.content().join("systems").join(format!("{named}.yaml")), COMMANDS)?;
    region.append("report/02-reading.md", &format!("\n{COMMANDS} {{fig:{COMMANDS}}} [a]({COMMANDS})\n"))?;
    let broken: [&[&str]; 8] = [
        &["check", "--advice"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["build"],
        &["release"],
        &["diff", "before"],
        &["diff", "before", "--format", "markdown"],
        &["diff", "before", "--format", "json"],
    ];
    broken.iter().try_for_each(|args| run(args))?;
    // What commands a runner does so on each of its lines, and commands no terminal.
    let meant = region.run(["check", "--as-of", AS_OF, "--format", "github"])?.expect(1)?.stdout;
    let is_command = |line: &str| line.starts_with("::") && !line.contains(char::is_control);
    assert!(meant.split_terminator('\n').all(is_command), "{meant:?}");
    tried(&format!("command line: {} commands with a stranger's words", runs.len() + broken.len()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// The commands in the place of every text.
fn poison(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => *text = format!("{text}{COMMANDS}"),
        serde_json::Value::Array(items) => items.iter_mut().for_each(poison),
        serde_json::Value::Object(entries) => entries.values_mut().for_each(poison),
        _ => {}
    }
}

/// Each page's address begins with that of the site, and so do the links of the page of what is not there.
#[test]
fn a_site_stands_at_an_address_that_pages_can_stand_below() -> Result {
    for address in [
        "https://a.example/?q",
        "https://a.example/#b",
        "https://a.example?q",
        "https://a.example/b/../../",
        "https://a.example/./",
        "https://a.example/%2E%2e/b",
        "https://a.example//b.example/",
        "https://a.example/b//c",
        "http://localhost\"><b>/",
        "http://localhost@b.example/",
        "http://localhosts/",
        "http://localhost/?q",
        "http://localhost\nDisallow: /",
    ] {
        let region = Region::harbourside()?;
        let refused = region.run(["build", "--as-of", AS_OF, "--base-url", address])?;
        assert!(refused.code == Some(2) && !region.out().exists(), "{address}: {:?}", refused.code);
        if address.starts_with("https:") {
            let own = "base_url: https://harbourside.test/";
            region.replace("site.yaml", own, &format!("base_url: \"{address}\""))?;
            let refused = region.build()?;
            assert!(
                refused.code == Some(1) && refused.stderr.contains("[CT106]"),
                "{address}: {}",
                refused.stderr
            );
        }
    }
    for address in
        ["https://a.example", "https://a.example/b/c%20d.e/", "http://localhost", "http://localhost:8033/b/"]
    {
        let region = Region::harbourside()?;
        region.run(["build", "--as-of", AS_OF, "--base-url", address])?.expect(0)?;
    }
    Ok(())
}
