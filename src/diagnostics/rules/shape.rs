//! The shape of a record: `CT1xx`.

use super::rules;

rules! {
    /// A key that no record of this kind has.
    UNKNOWN_KEY = "CT101" Error: "A key that the program does not know would be ignored without a word",
        "correct the key, or remove it",
        wrong "lifecylce: live",
        right "lifecycle: live";
    /// A key that the record needs.
    MISSING_KEY = "CT102" Error: "The record can't be understood without it",
        "add the key",
        wrong "- system: alder\n  services: [payroll]",
        right "- system: alder\n  services: [payroll]\n  lifecycle: live\n  provenance: declared";
    /// A list where text should be, and the like.
    WRONG_TYPE = "CT103" Error: "The value has another form than this key takes",
        "write the value in the form that content/README.md shows for this key",
        wrong "services: payroll",
        right "services: [payroll]";
    /// A word that is not in a code list.
    UNKNOWN_WORD = "CT104" Error: "This key takes one of a few words, so that records can be counted together",
        "use one of the words",
        wrong "lifecycle: installed",
        right "lifecycle: live";
    /// A date that is none.
    BAD_DATE = "CT105" Error: "Dates are compared and counted, so they need one form",
        "write 2027, 2027-03 or 2027-03-31, as exactly as the source says",
        wrong "end: 31/03/2027",
        right "end: 2027-03-31";
    /// An address that is none.
    BAD_URL = "CT106" Error: "The address becomes a link that readers follow",
        "write the whole address, beginning with https://",
        wrong "url: example.org/minutes",
        right "url: https://example.org/minutes";
    /// The same key twice.
    DUPLICATE_KEY = "CT107" Error: "Only one of the two values could count, and nobody sees which",
        "keep one of them",
        wrong "end: 2027-03-31\nend: 2028-03-31",
        right "end: 2028-03-31";
    /// A value that its key can't take.
    BAD_VALUE = "CT108" Error: "The value is outside of what this key takes",
        "correct the value",
        wrong "tile: [1, 310]",
        right "tile: [1, 3]";
}
