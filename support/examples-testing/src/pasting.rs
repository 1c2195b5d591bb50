use crate::Section;
use crate::project::rendered;

impl Section {
    /// Builds each listing alone, as the only file of a fresh project to which the dependencies of
    /// its `//! Paste:` line were added, and checks that the compiler says nothing about it.
    ///
    /// # Panics
    /// If a listing does not build, or builds with a warning; the message shows the compiler's.
    /// If it needs a package that is not in the workspace's lock file.
    pub fn check_pasting(&self) {
        let listings = self.listings();
        let mut seen = 0;
        for (name, said) in self.build("paste", "src", &listings) {
            let text = rendered(&said);
            assert!(said.is_empty(), "{}, listing `{name}`, pasted alone:\n{text}", self.name);
            seen += 1;
        }
        assert_eq!(seen, listings.len(), "the compiler saw every listing");
        println!("{}: {seen} listings build when pasted alone", self.name);
    }
}
