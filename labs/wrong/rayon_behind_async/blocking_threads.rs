// Refused: not_rayon

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let tasks: Vec<_> =
        frames.into_iter().map(|frame| tokio::task::spawn_blocking(move || draw(frame))).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.map_err(|error| error.to_string())?);
    }
    Ok(results)
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
