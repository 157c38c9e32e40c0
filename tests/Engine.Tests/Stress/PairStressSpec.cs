using System.Collections.Concurrent;
using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>
/// Actors that talk to each other at random, fail now and then, and are restarted or resumed: the
/// order between any two of them holds and every message is accounted for.
/// </summary>
[Collection("Stress")]
public sealed class PairStressSpec : EngineSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public Task Few_talkers_must_keep_order_and_lose_nothing(int seed) => Run(seed, 50, 2_000);

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData(20_271)]
    [InlineData(20_272)]
    public Task Many_talkers_must_keep_order_and_lose_nothing(int seed) => Run(seed, 1_000, 4_000);

    [Theory]
    [InlineData(21)]
    public async Task Asynchronous_handlers_must_never_overlap(int seed)
    {
        const int Actors = 50;
        const int Each = 400;
        var talk = new Talk(seed, Actors, Each);
        var refs = Enumerable.Range(0, Actors)
            .Select(i => Sys.ActorOf(Props.Create(() => new AsyncListener(talk, i)), $"a{i}"))
            .ToList();
        for (var number = 0; number < Each; number++)
        {
            refs.ForEach(actor => actor.Tell(new Word(0, number, 9), ActorRefs.NoSender));
        }

        await talk.AwaitDone(Limit);

        Assert.True(talk.Complaints.IsEmpty, $"seed {seed}: {string.Join("; ", talk.Complaints)}");
    }

    [Fact]
    public async Task Name_must_be_free_when_Terminated_has_arrived()
    {
        const int Rounds = 3_000;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var churn = Sys.ActorOf(Props.Create(() => new Churn(Rounds, done)));

        churn.Tell("go");

        await done.Task.WaitAsync(Limit);
    }

    private async Task Run(int seed, int actors, int each)
    {
        var talk = new Talk(seed, actors, each);
        var above = Sys.ActorOf(Props.Create(() => new Above(talk)));

        above.Tell("talk");
        await talk.AwaitDone(Limit);

        Assert.True(talk.Complaints.IsEmpty, $"seed {seed}: {string.Join("; ", talk.Complaints)}");
        Assert.Equal((long)actors * each, talk.Handled.Sum() + talk.Failed.Sum());
        Assert.True(talk.Failed.Sum() > 0, $"seed {seed} never failed");
    }

    /// <summary>A numbered message; a mood of 0 restarts its receiver, 1 resumes it.</summary>
    private sealed record Word(int From, int Number, int Mood);

    private sealed class Talk(int seed, int actors, int each)
    {
        private long _left = (long)actors * each;

        public int Seed { get; } = seed;

        public int Actors { get; } = actors;

        public int Each { get; } = each;

        public IActorRef[] Refs { get; } = new IActorRef[actors];

        public int[] Handled { get; } = new int[actors];

        public int[] Failed { get; } = new int[actors];

        public ConcurrentQueue<string> Complaints { get; } = new();

        private TaskCompletionSource Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Count()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                Done.TrySetResult();
            }
        }

        public async Task AwaitDone(TimeSpan limit)
        {
            try
            {
                await Done.Task.WaitAsync(limit);
            }
            catch (TimeoutException)
            {
                var left = Volatile.Read(ref _left);
                Assert.Fail($"seed {Seed}: {left} of {(long)Actors * Each} messages never came");
            }
        }
    }

    private sealed class Above : ReceiveActor
    {
        public Above(Talk talk)
        {
            for (var i = 0; i < talk.Actors; i++)
            {
                var index = i;
                var last = Enumerable.Repeat(-1, talk.Actors).ToArray();
                talk.Refs[i] = Context.ActorOf(
                    Props.Create(() => new Talker(talk, index, last)), $"t{i}");
            }

            ReceiveAny(message =>
            {
                foreach (var talker in talk.Refs)
                {
                    talker.Tell(message);
                }
            });
        }

        protected override SupervisorStrategy SupervisorStrategy()
        {
            return new OneForOneStrategy(cause =>
                cause is TimeoutException ? Directive.Restart : Directive.Resume);
        }
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker(Talk talk, int index, int[] last)
        {
            Receive<Word>(word =>
            {
                if (word.Number <= last[word.From])
                {
                    talk.Complaints.Enqueue($"{index} got {word} after {last[word.From]}");
                }

                last[word.From] = word.Number;
                var sum = word.Mood < 2 ? talk.Failed : talk.Handled;
                sum[index]++;
                talk.Count();
                if (word.Mood < 2)
                {
                    throw word.Mood == 0 ? new TimeoutException() : new ArithmeticException();
                }
            });
            Receive<string>(_ =>
            {
                var random = new Random((talk.Seed * 100_000) + index);
                for (var number = 0; number < talk.Each; number++)
                {
                    var word = new Word(index, number, random.Next(100));
                    talk.Refs[random.Next(talk.Actors)].Tell(word);
                }
            });
        }
    }

    private sealed class AsyncListener : ReceiveActor
    {
        private int _inside;
        private int _last = -1;

        public AsyncListener(Talk talk, int index)
        {
            var random = new Random(talk.Seed + index);
            ReceiveAsync<Word>(async word =>
            {
                if (Interlocked.Exchange(ref _inside, 1) != 0 || word.Number != _last + 1)
                {
                    talk.Complaints.Enqueue($"{index} began {word} after {_last}");
                }

                _last = word.Number;
                for (var i = random.Next(3); i > 0; i--)
                {
                    await Task.Yield();
                }

                Volatile.Write(ref _inside, 0);
                talk.Count();
            });
        }
    }

    private sealed class Churn : ReceiveActor
    {
        public Churn(int rounds, TaskCompletionSource done)
        {
            var props = FunctionActor.Of((_, _) => { });
            void Next()
            {
                var kid = Context.ActorOf(props, "kid");
                Context.Watch(kid);
                Context.Stop(kid);
            }

            Receive<string>(_ => Next());
            Receive<Terminated>(_ =>
            {
                if (--rounds == 0)
                {
                    done.SetResult();
                }
                else
                {
                    Next();
                }
            });
        }
    }
}
