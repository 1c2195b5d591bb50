// Rayon behind `await`. About 15 minutes.
//
// `draw` computes for a long time and never awaits. Let Rayon's threads make the calls, more than one at a time.
// Meanwhile other tasks must run on this thread, and any number of them may call `render` at the same time. The results
// must be in the order of the frames. If a call panics, return an error, at once or when the others have ended; what it
// says is up to you. A pool of your own is Rayon as well.
//
// Read: cargo page combined/render_service

/// Returns what `draw` returns for each frame, in the order of the frames. Other tasks run meanwhile.
///
/// # Errors
/// If a call panics.
async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    // TODO: One thread makes all calls, and it is the one that runs all tasks.
    Ok(frames.into_iter().map(draw).collect())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    println!("{:?}", render(vec![1, 2, 3], |frame| u64::from(frame) * 100).await);
}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
