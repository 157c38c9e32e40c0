namespace Akka.TestKit;

/// <summary>A gate that opens when it has been counted down to zero.</summary>
public class TestLatch
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly CountdownEvent _count;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly TimeSpan _timeout;

    public TestLatch()
        : this(1)
    {
    }

    public TestLatch(int count)
        : this(count, DefaultTimeout)
    {
    }

    public TestLatch(int count, TimeSpan defaultTimeout)
        : this(null, defaultTimeout, count)
    {
    }

    protected internal TestLatch(
        Func<TimeSpan, TimeSpan> dilate, TimeSpan defaultTimeout, int count)
    {
        _dilate = dilate ?? (span => span);
        _timeout = defaultTimeout;
        _count = new CountdownEvent(count);
    }

    public bool IsOpen => _count.IsSet;

    public void CountDown() => _count.Signal();

    public void Open()
    {
        while (!_count.IsSet)
        {
            _count.Signal();
        }
    }

    public void Reset() => _count.Reset();

    public void Ready() => Ready(_timeout);

    public void Ready(TimeSpan timeout)
    {
        var limit = _dilate(timeout);
        if (!_count.Wait(limit))
        {
            throw new TimeoutException($"The latch was not opened within {limit}.");
        }
    }
}
