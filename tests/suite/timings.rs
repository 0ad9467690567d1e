//! What a build says of where its time went, and of what it read for it.

use crate::support::{AS_OF, Region, Result};

#[test]
fn a_build_tells_where_its_time_went() -> Result {
    let region = Region::harbourside()?;
    let told = |form: &str| region.run(["build", "--as-of", AS_OF, &format!("--timings{form}")]);
    let text = told("")?.expect(0)?.stderr;
    let rooms = [
        "read",
        "link",
        "figures",
        "texts",
        "theme",
        "stage",
        "tables",
        "indexes",
        "exports",
        "write files",
        "look at files",
        "plan",
        "render",
        "write pages",
        "look at pages",
        "settle",
        "verify",
    ];
    for room in rooms {
        assert!(text.lines().any(|line| line.starts_with(room) && line.contains(" s ")), "{room} in {text}");
    }
    assert!(text.contains("together"), "{text}");
    let json: serde_json::Value = serde_json::from_str(told("=json")?.expect(0)?.stderr.trim())?;
    let named: Vec<&str> =
        json["rooms"].as_array().ok_or("rooms")?.iter().filter_map(|room| room["name"].as_str()).collect();
    assert_eq!(named, [&rooms[..], &["publish"]].concat());
    // A first build has seen nearly all files as it wrote them; one over it looks at what has changed.
    let of_look = |json: &serde_json::Value, what: &str| {
        let rooms = json["rooms"].as_array().into_iter().flatten();
        let room = rooms.into_iter().find(|room| room["name"] == "verify");
        let counts = room.and_then(|room| room["counts"].as_array()).into_iter().flatten();
        let count = counts.into_iter().find(|count| count["what"] == what);
        count.and_then(|count| count["count"].as_u64())
    };
    let first = Region::harbourside()?.run(["build", "--as-of", AS_OF, "--timings=json"])?.expect(0)?.stderr;
    let first: serde_json::Value = serde_json::from_str(first.trim())?;
    assert!(of_look(&first, "pages").is_some_and(|pages| pages > 100), "{first}");
    assert!(of_look(&first, "files read").is_some_and(|files| files < 5), "{first}");
    let sum: f64 =
        json["rooms"].as_array().ok_or("rooms")?.iter().filter_map(|room| room["seconds"].as_f64()).sum();
    let whole = json["seconds"].as_f64().ok_or("a whole")?;
    assert!(whole > 0.0 && (sum - whole).abs() < 0.001, "{sum} of {whole}");
    assert!(!region.build()?.expect(0)?.stderr.contains("together"), "only if it is asked for");
    Ok(())
}
