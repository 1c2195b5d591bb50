//! When async-std was given up in favor of smol. A date is looked up, not measured.
//!
//! Article B says February 2025.

use crate::harness::study::Judged;
use crate::harness::{Study, Verdict};

pub fn study() -> Study {
    Study {
        name: "async_std",
        claim: "C16",
        article: "B \"Why Smol?\"",
        says: "async-std was deprecated in favor of smol in February 2025",
        figure: "February 2025",
        rounds: 0,
        judged: Judged::Cited(|| {
            Verdict::holds_but(
                "only by the date in the changelog. That of async-std 1.13.1, dated 2025-02-21, says that it \
                 is discontinued, and recommends smol. The version was published on 2025-03-15, and the \
                 advisory RUSTSEC-2025-0052 followed in August 2025",
            )
        }),
        ..Study::default()
    }
}
