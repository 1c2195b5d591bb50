//! The text moves into the job, and comes back with the answer.
//! Paste: `cargo add rayon && cargo add tokio --features macros,rt-multi-thread,sync`

use tokio::sync::oneshot;

async fn count_words(text: String) -> Option<(usize, String)> {
    let (answer, answered) = oneshot::channel();
    rayon::spawn(move || {
        let _ = answer.send((text.split_whitespace().count(), text));
    });
    answered.await.ok()
}

#[tokio::main]
async fn main() {
    if let Some((words, text)) = count_words("the quick brown fox".to_string()).await {
        println!("{words} words in: {text}");
    }
}
