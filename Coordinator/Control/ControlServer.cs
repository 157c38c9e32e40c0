using System.IO.Pipes;

namespace AkkaCoded.Coordinator.Control;

/// <summary>Answers the requests of <see cref="ControlPipe"/>, one client at a time.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly Func<string, Task<string>> _answer;
    private readonly string _name;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    private ControlServer(string name, Func<string, Task<string>> answer)
    {
        _name = name;
        _answer = answer;
        var first = Listen();
        _serving = Task.Run(() => ServeAsync(first));
    }

    /// <summary>Listens for a run; once this returns, a client finds it.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="answer">Does what a request says and tells what came of it; what it throws
    /// becomes the error that the client sees.</param>
    public static ControlServer Start(string folder, Func<string, Task<string>> answer) =>
        new(ControlPipe.NameOf(folder), answer);

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _stopping.Dispose();
    }

    private NamedPipeServerStream Listen() => new(
        _name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte,
        PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);

    private async Task ServeAsync(NamedPipeServerStream pipe)
    {
        // One pipe for all clients: a new one each time would turn away who waits at the old one.
        await using (pipe)
        {
            while (!_stopping.IsCancellationRequested)
            {
                try
                {
                    await pipe.WaitForConnectionAsync(_stopping.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                try
                {
                    await AnswerAsync(pipe);
                }
                catch (Exception gone) when (gone is OperationCanceledException or IOException)
                {
                    // The client went away; the next one is as welcome.
                }

                pipe.Disconnect();
            }
        }
    }

    private async Task AnswerAsync(NamedPipeServerStream pipe)
    {
        // A client that never ends its line must not keep others out.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        string? request;
        try
        {
            request = await ControlPipe.ReadLineAsync(pipe, patience.Token);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            return;
        }

        var answer = request is null
            ? $"error a request is one line of at most {ControlPipe.LineLengthMax} characters"
            : await SafeAnswerAsync(request);
        await ControlPipe.WriteLineAsync(pipe, answer, _stopping.Token);
    }

    private async Task<string> SafeAnswerAsync(string request)
    {
        try
        {
            return "ok " + await _answer(request);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return "error " + problem.Message;
        }
    }
}
