using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Supervision;

public sealed class AssignmentSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Three partitions, one spare; all four are there unless the text begins with "empty". Events
    /// in order: open, lose, leave, hold (quarantine for 10 s), slow, and a number; wait and
    /// seconds. After each event partitions are filled. Expected: the worker of each partition.
    /// </summary>
    [Theory]
    [InlineData("", "0 1 2")]
    [InlineData("lose1", "0 3 2")]
    [InlineData("lose1 open1", "0 3 2")]
    [InlineData("lose1 lose2", "0 3 -")]
    [InlineData("lose1 lose2 open1", "0 3 1")]
    [InlineData("lose1 lose2 open2 open1", "0 3 2")]
    [InlineData("lose3 lose1 lose2 open2", "0 - 2")]
    [InlineData("lose3 lose1 lose2 open2 open3", "0 3 2")]
    [InlineData("lose3 lose1 lose2 open2 open3 open1", "0 3 2")]
    [InlineData("lose3 lose1 open7", "0 7 2")]
    [InlineData("leave0", "3 1 2")]
    [InlineData("leave0 leave1 leave2", "3 - -")]
    [InlineData("hold1", "0 3 2")]
    [InlineData("hold1 leave3", "0 - 2")]
    [InlineData("hold1 leave3 wait9", "0 - 2")]
    [InlineData("hold1 leave3 wait9 wait1", "0 1 2")]
    [InlineData("hold1 lose1 leave3 open1", "0 - 2")]
    [InlineData("hold1 lose1 leave3 wait10 open1", "0 1 2")]
    [InlineData("slow1", "0 3 2")]
    [InlineData("slow1 slow2", "0 3 2")]
    [InlineData("slow1 lose3", "0 1 2")]
    [InlineData("slow1 open5 lose3", "0 5 2")]
    [InlineData("leave3 slow1", "0 1 2")]
    [InlineData("slow3", "0 1 2")]
    [InlineData("empty open3", "- - -")]
    [InlineData("empty open3 open1", "- 1 -")]
    [InlineData("empty open3 open1 wait30", "3 1 -")]
    [InlineData("empty open3 open1 wait30 open0", "3 1 0")]
    [InlineData("empty open9 lose0 open1", "9 1 -")]
    public void Partitions_must_go_to_the_right_workers(string events, string expected)
    {
        var play = new Play(partitions: 3, spares: 1);
        play.Run(events.StartsWith("empty", StringComparison.Ordinal)
            ? events[5..]
            : $"open2 open0 open1 open3 {events}");
        Assert.Equal(expected, play.Servers());
    }

    [Fact]
    public void Missing_workers_must_be_told_when_a_partition_is_vacant()
    {
        var play = new Play(3, 1);
        play.Run("open0 open1 open2 open3 leave3 lose2 lose0");
        Assert.Equal([new WorkerId(0), new WorkerId(2)], play.Assignment.Missing());
        Assert.Equal([0, 2], play.Assignment.Vacant());
        play.Run("open0");
        Assert.Equal([new WorkerId(2)], play.Assignment.Missing());
    }

    [Theory]
    [InlineData(4, "0 1 2 3")]
    [InlineData(5, "0 1 2 3 5")]
    [InlineData(2, "0 1")]
    [InlineData(1, "0")]
    public void Resize_must_keep_who_serves_where_it_can(int partitions, string expected)
    {
        var play = new Play(3, 0);
        play.Run("open0 open1 open2 open3 open5");
        play.Assignment.Resize(partitions);
        play.Run("wait0");
        Assert.Equal(expected, play.Servers());
    }

    [Fact]
    public void Resize_must_move_the_last_to_a_vacant_partition_when_it_shrinks()
    {
        var play = new Play(4, 0);
        play.Run("open0 open1 open2 open3 leave1");
        play.Assignment.Resize(3);
        play.Run("wait0");
        Assert.Equal("0 3 2", play.Servers());
    }

    [Fact]
    public void Every_worker_must_serve_one_partition_at_most_and_none_that_is_free_stays_vacant()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var play = new Play(random.Next(1, 6), random.Next(3));
            var again = new Play(play.Assignment.Partitions, play.Spares);
            for (var i = 0; i < 60; i++)
            {
                var happening = Play.Draw(random);
                play.Run(happening);
                again.Run(happening);
                play.RequireConsistent($"seed {seed}, event {i}: {happening}");
                Assert.Equal(play.Servers(), again.Servers());
            }
        }
    }

    [Theory]
    [InlineData("", "3 0 2")]
    [InlineData("lose0", "3 - 2")]
    [InlineData("lose0 wait90", "3 - 2")]
    [InlineData("lose0 lose2 open2 open0", "3 0 2")]
    [InlineData("hold3 leave0 open7", "- - 2")]
    [InlineData("slow3", "3 0 2")]
    public void Dealt_partitions_must_be_served_by_nobody_else(string events, string expected)
    {
        var play = new Play(4, 0);
        play.Run("open0 open1 open2 open3");
        play.Assignment.Deal([3, 0, 2], TimeSpan.Zero);
        play.Run($"wait0 {events}");
        Assert.Equal(expected, play.Servers());
        Assert.Null(play.Assignment.PartitionOf(new WorkerId(1)));
        Assert.Contains(new WorkerId(1), play.Assignment.Idle(TimeSpan.Zero));
    }

    private sealed class Play(int partitions, int spares)
    {
        private TimeSpan _now;

        public int Spares => spares;

        public Assignment Assignment { get; } = new(partitions, spares, TimeSpan.Zero, Patience);

        public static string Draw(Random random)
        {
            string[] kinds = ["open", "open", "join", "lose", "leave", "hold", "slow", "wait"];
            return $"{kinds[random.Next(kinds.Length)]}{random.Next(8)}";
        }

        public void Run(string events)
        {
            foreach (var text in events.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var digits = text.Count(char.IsAsciiDigit);
                Happen(text[..^digits], int.Parse(text[^digits..]));
                Assignment.Fill(_now);
            }
        }

        public string Servers() => string.Join(' ', Enumerable.Range(0, Assignment.Partitions)
            .Select(p => Assignment.WorkerOf(p) is { } worker ? $"{worker.Number}" : "-"));

        public void RequireConsistent(string because)
        {
            var serving = Enumerable.Range(0, Assignment.Partitions)
                .Select(p => Assignment.WorkerOf(p)).OfType<WorkerId>().ToList();
            Assert.True(serving.Count == serving.Distinct().Count(), because);
            Assert.True(serving.All(w => !Assignment.IsQuarantined(w, _now)), because);
            Assert.True(
                serving.All(w => Assignment.WorkerOf(Assignment.PartitionOf(w)!.Value) == w),
                because);
            Assert.True(!Assignment.Idle(_now).Intersect(serving).Any(), because);
            Assert.True(
                _now < Patience || Assignment.Vacant().Count == 0
                    || Assignment.Idle(_now).Count == 0, because);
            Assert.Empty(Assignment.Fill(_now));
        }

        private void Happen(string kind, int number)
        {
            var worker = new WorkerId(number);
            switch (kind)
            {
                case "open":
                    Assignment.Joined(worker, _now);
                    Assignment.Opened(worker, _now);
                    break;
                case "join":
                    Assignment.Joined(worker, _now);
                    break;
                case "lose":
                    Assignment.Lost(worker, _now);
                    break;
                case "leave":
                    Assignment.Left(worker, _now);
                    break;
                case "hold":
                    Assignment.Quarantine(worker, _now, _now + TimeSpan.FromSeconds(10));
                    break;
                case "slow":
                    Assignment.ReplaceSlow(worker, _now);
                    break;
                default:
                    _now += TimeSpan.FromSeconds(number);
                    break;
            }
        }
    }
}
