//! Skills and emerging technology.

use citytools::catalogue::{Borough, Ix};
use citytools::figures::{STAGES, Value};

use super::Region;

#[test]
fn skills_match_only_offers_at_practitioner_or_above() {
    let skill = |keys: &str| format!("skills:\n  - {{skill: design, provenance: declared, {keys}}}");
    let region = Region::new(&[
        ("a", &skill("stance: offer, level: expert")),
        ("b", &skill("stance: offer, level: working")),
        ("c", &skill("stance: seek")),
        ("d", &skill("stance: both, level: practitioner")),
    ]);
    let (_, figures) = region.today();
    let matches = figures.named("skill-matches").expect("a figure");
    // a to c, a to d, d to c.
    assert_eq!(matches.value, Value::Count(3));
}

/// A list of skills: skill, then keys.
fn skills(rows: &[(&str, &str)]) -> String {
    let row = |(skill, keys): &(&str, &str)| format!("  - {{skill: {skill}, provenance: declared{keys}}}\n");
    format!("skills:\n{}", rows.iter().map(row).collect::<String>())
}

#[test]
fn a_practitioner_or_better_teaches_all_others_who_look_for_the_skill() {
    let region = Region::new(&[
        ("a", &skills(&[("design", ", level: practitioner, stance: offer")])),
        ("b", &skills(&[("design", ", level: expert, stance: both")])),
        ("c", &skills(&[("design", ", level: working, stance: offer")])),
        ("d", &skills(&[("design", ", stance: seek"), ("locks", ", level: expert, stance: offer")])),
        ("e", &skills(&[("design", ""), ("locks", ", stance: seek")])),
        ("f", &skills(&[("locks", "")])),
    ]);
    region.file(
        "skills.yaml",
        "skills:\n  - {id: design, name: Design, family: people}\n  - {id: locks, name: Locks, family: doors, totals_only: true}\n",
    );
    let (c, figures) = region.today();
    let names = |boroughs: &[Ix<Borough>]| {
        boroughs.iter().map(|ix| c.boroughs[*ix].name.as_str()).collect::<Vec<_>>().join("")
    };
    let design = figures.skill(c.skills.find("design").expect("a skill"));
    assert_eq!((design.count, names(&design.boroughs).as_str()), (5, "abcde"));
    assert_eq!((names(&design.offers), names(&design.seeks)), ("abc".to_owned(), "bd".to_owned()));
    let pairs: Vec<_> = design.matches.iter().map(|(from, to)| names(&[*from, *to])).collect();
    assert_eq!(pairs, ["ab", "ad", "bd"], "nobody teaches itself, and working is not enough");
    let locks = figures.skill(c.skills.find("locks").expect("a skill"));
    assert_eq!(locks.count, 3, "the total is published");
    assert!(locks.boroughs.is_empty() && locks.offers.is_empty() && locks.matches.is_empty());
    assert!(c.boroughs.rows().iter().all(|row| row.skills.len() <= 1), "the catalogue tells it of nobody");
    let sentence = |id: &str| figures.named(id).expect("a figure").sentence.clone();
    assert_eq!(sentence("skills-recorded"), "The site has 8 records of 2 different skills, in 5 of 6 towns.");
    assert!(sentence("skills-stated").contains("for 3 of 5 records"), "{}", sentence("skills-stated"));
    assert!(sentence("skill-matches").contains("known for 4 of 5"), "{}", sentence("skill-matches"));
}

#[test]
fn technologies_are_counted_by_stage_and_ties_are_named() {
    let stages = |rows: &[(&str, &str)]| {
        let row = |(id, stage): &(&str, &str)| {
            format!("  - {{technology: {id}, stage: {stage}, provenance: declared}}\n")
        };
        format!("technologies:\n{}", rows.iter().map(row).collect::<String>())
    };
    let region = Region::new(&[
        ("a", &stages(&[("kites", "in-use"), ("masts", "pilot")])),
        ("b", &stages(&[("kites", "pilot"), ("masts", "stopped")])),
        ("c", ""),
    ]);
    let item = |id: &str| format!("  - {{id: {id}, name: {id}, definition: Things.}}\n");
    region.file(
        "technologies.yaml",
        &format!("technologies:\n{}{}{}", item("kites"), item("masts"), item("oars")),
    );
    let (c, figures) = region.today();
    let of = |id: &str| figures.technology(c.technologies.find(id).expect("a technology"));
    let counts = |id: &str| STAGES.map(|stage| of(id).at(stage).len());
    assert_eq!((counts("kites"), counts("masts"), counts("oars")), ([1, 1, 0, 0], [0, 1, 0, 1], [0; 4]));
    assert_eq!(of("kites").furthest(), Some(STAGES[0]));
    assert_eq!(of("masts").furthest(), Some(STAGES[1]), "giving up is no progress");
    assert_eq!((of("oars").furthest(), of("oars").boroughs().len()), (None, 0));
    let sentence = |id: &str| figures.named(id).expect("a figure").sentence.clone();
    assert!(sentence("technologies-by-stage").starts_with("Of 4 records"));
    assert_eq!(figures.named("technologies-tried").expect("a figure").value, Value::Count(4));
    assert!(sentence("technologies-in-use").contains("of 1 of 3 technologies"));
    assert!(sentence("technology-most-recorded").starts_with("kites, and masts: "));
    assert!(sentence("technology-most-recorded").ends_with("with 2 of 3 towns each."));
}

#[test]
fn looking_into_a_technology_is_no_use_or_trial_of_it() {
    let at = |stage: &str| {
        format!("technologies:\n  - {{technology: kites, stage: {stage}, provenance: declared}}\n")
    };
    let [exploring, pilot, used, stopped] = ["exploring", "pilot", "in-use", "stopped"].map(at);
    let region = Region::new(&[
        ("a", &exploring),
        ("b", &exploring),
        ("c", &pilot),
        ("d", &used),
        ("e", &stopped),
        ("f", ""),
    ]);
    region.file(
        "technologies.yaml",
        "technologies:\n  - {id: kites, name: Kites, definition: Things.}\n  - {id: wind, name: Wind, definition: Air., recorded_under: [kites]}\n",
    );
    let (c, figures) = region.today();
    let figure = |id: &str| figures.named(id).expect("a figure");
    assert_eq!(
        (&figure("technologies-recorded").value, &figure("technologies-tried").value),
        (&Value::Count(5), &Value::Count(3))
    );
    assert_eq!(
        figure("technologies-recorded").sentence,
        "The site has 5 records of emerging technology, in 5 of 6 towns: 3 of a use or trial, 2 of plans and studies only."
    );
    assert!(figure("technologies-tried").sentence.contains("in 3 of 6 towns"));
    let wind = &c.technologies[c.technologies.find("wind").expect("a technology")];
    assert_eq!(wind.recorded_under, [c.technologies.find("kites").expect("a technology")]);
}
