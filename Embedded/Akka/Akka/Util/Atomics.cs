namespace Akka.Util;

public class AtomicBoolean
{
    private volatile bool _value;

    public AtomicBoolean(bool initialValue = false) => _value = initialValue;

    public bool Value
    {
        get => _value;
        set => _value = value;
    }

    public static implicit operator bool(AtomicBoolean atomicBoolean) => atomicBoolean.Value;

    public bool CompareAndSet(bool expected, bool newValue) =>
        Interlocked.CompareExchange(ref _value, newValue, expected) == expected;

    public bool GetAndSet(bool newValue) => Interlocked.Exchange(ref _value, newValue);
}

public class AtomicReference<T>
    where T : class
{
    protected T atomicValue;

    public AtomicReference(T originalValue) => atomicValue = originalValue;

    public AtomicReference()
    {
    }

    public T Value
    {
        get => Volatile.Read(ref atomicValue);
        set => Volatile.Write(ref atomicValue, value);
    }

    public static implicit operator T(AtomicReference<T> atomicReference) =>
        atomicReference.Value;

    public bool CompareAndSet(T expected, T newValue) =>
        ReferenceEquals(
            Interlocked.CompareExchange(ref atomicValue, newValue, expected), expected);

    public T GetAndSet(T newValue) => Interlocked.Exchange(ref atomicValue, newValue);
}

public static class ThreadLocalRandom
{
    public static Random Current => Random.Shared;
}
