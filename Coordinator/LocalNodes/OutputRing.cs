using System.Text;

namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>The last lines of what a process writes, however much that is. Safe for several
/// threads.</summary>
/// <param name="linesMax">Lines that are kept.</param>
/// <param name="columnsMax">Characters that are kept of each.</param>
internal sealed class OutputRing(int linesMax = 50, int columnsMax = 500)
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = [];

    /// <summary>In the order of their ends.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>One of the streams that write here; each of them has lines of its own.</summary>
    public OutputLine Stream() => new(this, columnsMax);

    private void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > linesMax)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>The line that a stream is writing. For one thread.</summary>
    internal sealed class OutputLine(OutputRing ring, int columnsMax)
    {
        private readonly StringBuilder _text = new();
        private long _cut;

        /// <summary>Takes a piece of what was written.</summary>
        public void Write(ReadOnlySpan<char> piece)
        {
            foreach (var character in piece)
            {
                if (character == '\n')
                {
                    End();
                }
                else if (_text.Length >= columnsMax)
                {
                    _cut++;
                }
                else if (character == '\t' || !char.IsControl(character))
                {
                    // A dead process's control sequences must not get at the terminal.
                    _text.Append(character);
                }
            }
        }

        /// <summary>Nothing more comes.</summary>
        public void Close()
        {
            if (_text.Length > 0)
            {
                End();
            }
        }

        private void End()
        {
            ring.Add(_cut == 0 ? _text.ToString() : $"{_text} ({_cut} more characters)");
            _text.Clear();
            _cut = 0;
        }
    }
}
