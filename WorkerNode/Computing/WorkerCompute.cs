using System.Diagnostics;
using System.Runtime.InteropServices;
using Akka.Actor;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Actors;
using AkkaCoded.WorkerNode.DataPlane;
using AkkaCoded.WorkerNode.Metrics;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>
/// What the compute thread of a worker does: it owns the open job, says what is done to whoever
/// asked, with the worker's actor as sender, and hands answers over. An exception of a computation
/// ends the thread with everything it owns; the actor starts another one.
/// </summary>
internal sealed class WorkerCompute(WorkerContext context, ComputeThread thread) : IComputeWork
{
    private readonly RowComputer _computer = new(context, thread);
    private JobSession? _session;

    public void Do(object command)
    {
        switch (command)
        {
            case ComputeItem item:
                Compute(item);
                break;
            case UploadCommand upload:
                Upload(upload);
                break;
            case PostEnded ended:
                EndPost(ended);
                break;
            case StepClosed closed when IsOpen(closed.Key):
                _session!.Rows.Close(closed.Key.Step);
                break;
            case OpenCommand open:
                Open(open);
                break;
            case AnnounceCommand announce when IsOpen(announce.Request):
                TellOpened(announce.Request, announce.ReplyTo);
                break;
            case CloseCommand:
                Close();
                break;
        }
    }

    public void Dispose() => Close();

    private bool IsOpen(StepKey key) => _session?.IsFor(key.Job, key.JobEpoch) == true;

    private bool IsOpen(OpenJob job) => _session?.IsFor(job.Job, job.JobEpoch) == true;

    private void Open(OpenCommand command)
    {
        Close();
        var job = command.Request;
        try
        {
            _session = JobSession.Open(job, context.Setups);
        }
        catch (Exception refusal)
        {
            // The worker first: what the coordinator sends next finds it free.
            context.Worker.Tell(new OpenFailed(thread, job), context.Worker);
            var text = ErrorText.Of(refusal);
            command.ReplyTo.Tell(
                new JobRefused(job.Job, job.JobEpoch, context.Id, text), context.Worker);
            return;
        }

        TellOpened(job, command.ReplyTo);
    }

    private void TellOpened(OpenJob job, IActorRef to) => to.Tell(
        new JobOpened(job.Job, job.JobEpoch, context.Id, _session!.Layout.VectorLength),
        context.Worker);

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }

    private void Compute(ComputeItem item)
    {
        if (item.IsEnded || !IsOpen(item.Key.Step))
        {
            return;
        }

        var row = _session!.Rows.Take(item.Request);
        try
        {
            if ((row.IsDone || _computer.Run(_session, row, item)) && !item.IsEnded)
            {
                Announce(row, item.ReplyTo);
            }
        }
        catch (Exception failure) when (
            failure is ParametersGoneException or DataPlaneException)
        {
            // The coordinator has moved on, or cannot be reached: nothing that a clean state would
            // mend. Only the newest request still waits for an answer.
            if (!item.IsEnded)
            {
                item.ReplyTo.Tell(
                    new ComputeFailed(item.Key, ErrorText.Of(failure)), context.Worker);
            }
        }
    }

    private void Announce(RowWork row, IActorRef to)
    {
        ReadOnlyMemory<byte> inline = row.Sum.Length * sizeof(float) <= WireLimits.InlineBytesMax
            ? MemoryMarshal.AsBytes<float>(row.Sum).ToArray()
            : default;
        to.Tell(
            new Ready(row.Key, row.Sum.Length, row.Hash, row.Timings, inline), context.Worker);
    }

    private void Upload(UploadCommand command)
    {
        if (!IsOpen(command.Key.Step) || _session!.Rows.Answer(command.Key) is not { } row)
        {
            TellMissing(command.Key, command.ReplyTo);
            return;
        }

        // The vector stays as it is until the step is closed and every hand-over has ended.
        row.PostsPending++;
        var start = Stopwatch.GetTimestamp();
        var post = context.Exchange.PostAnswerAsync(command.Key, row.Sum, thread.Lifetime);
        if (post.IsCompletedSuccessfully)
        {
            row.PostsPending--;
            NodeMetrics.Posted(command.Key.Step, start);
            return;
        }

        var rows = _session.Rows;
        post.AsTask().ContinueWith(
            ended =>
            {
                NodeMetrics.Posted(command.Key.Step, start);
                thread.Post(
                    new PostEnded(rows, row, command.Key, command.ReplyTo, ended.Exception));
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void EndPost(PostEnded ended)
    {
        ended.Row.PostsPending--;
        ended.Rows.Recycle(ended.Row);
        if (ended.Error is not null)
        {
            TellMissing(ended.Key, ended.ReplyTo);
        }
    }

    private void TellMissing(AnswerKey key, IActorRef to) =>
        to.Tell(new AnswerMissing(key), context.Worker);
}
