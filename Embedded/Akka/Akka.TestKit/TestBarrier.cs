namespace Akka.TestKit;

/// <summary>Lets a number of threads wait for each other, again and again.</summary>
public class TestBarrier
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly TestKitBase _testKit;
    private readonly int _count;
    private readonly TimeSpan _timeout;
    private Barrier _barrier;

    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        _testKit = testKit;
        _count = count;
        _timeout = defaultTimeout ?? DefaultTimeout;
        _barrier = new Barrier(count);
    }

    public void Await() => Await(_timeout);

    public void Await(TimeSpan timeout)
    {
        var limit = _testKit.Dilated(timeout);
        if (!_barrier.SignalAndWait(limit))
        {
            throw new TimeoutException($"The {_count} parties did not meet within {limit}.");
        }
    }

    public void Reset() => _barrier = new Barrier(_count);
}
