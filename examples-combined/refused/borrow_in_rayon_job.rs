//! A task lends a text to a Rayon job and awaits the answer.
//! Paste: `cargo add rayon && cargo add tokio --features macros,rt-multi-thread,sync`

use tokio::sync::oneshot;

async fn count_words(text: String) -> Option<usize> {
    let (answer, answered) = oneshot::channel();
    //~ error[E0373]: closure may outlive the current function, but it borrows `text`, which is owned by the current function
    rayon::spawn(|| {
        let _ = answer.send(text.split_whitespace().count());
    });
    answered.await.ok()
}

#[tokio::main]
async fn main() {
    println!("{:?} words", count_words("the quick brown fox".to_string()).await);
}
