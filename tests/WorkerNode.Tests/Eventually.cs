namespace AkkaCoded.WorkerNode.Tests;

/// <summary>Waits for what other threads bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Fails where it does not hold in so long.</summary>
    public static async Task HoldsAsync(Func<bool> holds, TimeSpan patience)
    {
        using var timer = new PeriodicTimer(Pause);
        var until = DateTime.UtcNow + patience;
        while (!holds())
        {
            Assert.True(DateTime.UtcNow < until, "it does not come about");
            await timer.WaitForNextTickAsync();
        }
    }
}
