using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Record;

/// <summary>
/// Writes a run record: a JSON object per line. The job only puts lines into a queue; one task
/// turns them into text, writes them, and hands the file to the operating system whenever the
/// queue is empty, so that a killed process loses no more than what was on its way. A disk that
/// fails ends the record, never the training: see <see cref="Failure"/>.
/// </summary>
public sealed class RunRecordWriter : IJobObserver, IDisposable
{
    private const int BufferBytes = 1 << 16;

    /// <summary>A queue that never runs empty is written out at least so often.</summary>
    private static readonly TimeSpan FlushPause = TimeSpan.FromSeconds(1);

    private readonly Channel<RunRecordLine> _lines = Channel.CreateUnbounded<RunRecordLine>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly TimeProvider _time;
    private readonly double _secondsBefore;
    private readonly long _started;
    private readonly Task _writing;
    private volatile Exception? _failure;

    /// <summary>Opens the file, or adds a session to the one that is there.</summary>
    /// <param name="path">The file; a torn last line must be gone, see
    /// <see cref="RunFolder.OpenForResume"/>.</param>
    /// <param name="header">What runs where.</param>
    /// <param name="time">Clock of <see cref="RunRecordLine.AtSeconds"/>; a simulation passes its
    /// own.</param>
    /// <exception cref="InvalidInputException">CDL-0560: the file cannot be written; CDL-0562,
    /// CDL-0563: what is there is no record of this version.</exception>
    public RunRecordWriter(string path, RunHeader header, TimeProvider time)
        : this(
            RunFolder.Guarded(path, () => new FileStream(
                path, FileMode.Append, FileAccess.Write, FileShare.Read, BufferBytes)),
            header,
            time,
            RunRecordReader.LastSeconds(path))
    {
    }

    internal RunRecordWriter(
        Stream file, RunHeader header, TimeProvider time, double secondsBefore)
    {
        _time = time;
        _started = time.GetTimestamp();
        _secondsBefore = secondsBefore;
        _lines.Writer.TryWrite(new SessionLine(_secondsBefore, header));
        _writing = Task.Run(() => Write(file));
    }

    /// <summary>Why the record ended before the run did; null: it did not.</summary>
    public Exception? Failure => _failure;

    /// <inheritdoc/>
    public void OnStep(StepRecord step) => _lines.Writer.TryWrite(new StepLine(Now(), step));

    /// <inheritdoc/>
    public void OnEvent(JobEvent happened) =>
        _lines.Writer.TryWrite(new EventLine(Now(), happened));

    /// <summary>Writes what is queued and closes the file; later calls are ignored.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.GetAwaiter().GetResult();
    }

    private double Now() => _secondsBefore + _time.GetElapsedTime(_started).TotalSeconds;

    private async Task Write(Stream file)
    {
        try
        {
            using (file)
            {
                await Drain(file);
                (file as FileStream)?.Flush(flushToDisk: true);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _failure = problem;
            // Nobody reads the queue any more: it must not grow for the rest of the run.
            _lines.Writer.TryComplete();
        }
    }

    private async Task Drain(Stream file)
    {
        var text = new ArrayBufferWriter<byte>(BufferBytes);
        using var json = new Utf8JsonWriter(text);
        var flushed = TimeProvider.System.GetTimestamp();
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var line))
            {
                RunRecordFormat.Write(json, line);
                json.Flush();
                text.Write("\n"u8);
                file.Write(text.WrittenSpan);
                text.ResetWrittenCount();
                json.Reset();
                if (TimeProvider.System.GetElapsedTime(flushed) > FlushPause)
                {
                    file.Flush();
                    flushed = TimeProvider.System.GetTimestamp();
                }
            }

            file.Flush();
            flushed = TimeProvider.System.GetTimestamp();
        }
    }
}
