namespace Hex.Collectors.Host;

/// <summary>
/// Reads files line by line through one buffer of fixed size: memory does not depend on what the kernel has to say. One file at a time; not thread-safe.
/// A line longer than the buffer is given as its beginning (the interrupts of <c>/proc/stat</c>, which nobody asks for).
/// </summary>
internal sealed class LineReader(int bufferSize = LineReader.DefaultBufferSize)
{
    public const int DefaultBufferSize = 16 * 1024;

    private readonly byte[] _buffer = new byte[bufferSize];
    private HostFile? _file;
    private int _descriptor = -1;
    private int _start;
    private int _end;
    private bool _ended;
    private bool _required;
    private int _keptOfLongLine;

    /// <summary>The lines of a file that must be there.</summary>
    /// <exception cref="IOException">It cannot be opened; later: it cannot be read.</exception>
    public Lines Open(HostFile file) => Begin(file, required: true);

    /// <summary>The lines of a file that older kernels do not have; none when it cannot be read.</summary>
    public Lines OpenOptional(HostFile file) => Begin(file, required: false);

    private Lines Begin(HostFile file, bool required)
    {
        Close();
        (_file, _required, _start, _end) = (file, required, 0, 0);
        _descriptor = file.Open(out var error);
        _ended = _descriptor < 0;
        return _ended && required ? throw file.Unreadable(error) : new Lines(this);
    }

    private void Close()
    {
        if (_descriptor >= 0)
        {
            LibC.Close(_descriptor);
            _descriptor = -1;
        }
    }

    private bool TryNext(out ReadOnlySpan<byte> line)
    {
        var scanned = 0;
        while (true)
        {
            var text = _buffer.AsSpan(_start, _end - _start);
            var newLine = text[scanned..].IndexOf((byte)'\n');
            if (newLine >= 0)
            {
                line = text[..(scanned + newLine)];
                _start += line.Length + 1;
                return true;
            }

            scanned = text.Length;
            if (_ended)
            {
                line = text;
                _start = _end;
                return !text.IsEmpty;
            }

            if (text.Length == _buffer.Length)
            {
                SkipLine();
                line = _buffer.AsSpan(0, _keptOfLongLine);
                return true;
            }

            text.CopyTo(_buffer);
            (_start, _end) = (0, text.Length);
            _end += Fill(_buffer.AsSpan(_end));
        }
    }

    /// <summary>Passes over the rest of a line whose beginning fills the buffer, through the buffer's second half.</summary>
    private void SkipLine()
    {
        _keptOfLongLine = _buffer.Length / 2;
        var half = _buffer.AsSpan(_keptOfLongLine);
        (_start, _end) = (_buffer.Length, _buffer.Length);
        while (!_ended)
        {
            var read = Fill(half);
            var newLine = half[..read].IndexOf((byte)'\n');
            if (newLine >= 0)
            {
                (_start, _end) = (_keptOfLongLine + newLine + 1, _keptOfLongLine + read);
                return;
            }
        }
    }

    private int Fill(Span<byte> space)
    {
        var read = HostFile.Read(_descriptor, space, out var error);
        if (read < 0 && _required)
        {
            throw _file!.Unreadable(error);
        }

        _ended = read <= 0;
        return Math.Max(read, 0);
    }

    /// <summary>The lines of one file; disposing closes it.</summary>
    public readonly ref struct Lines(LineReader reader)
    {
        /// <summary>The next line, without its end; valid until the next call.</summary>
        public bool TryNext(out ReadOnlySpan<byte> line) => reader.TryNext(out line);

        public void Dispose() => reader.Close();
    }
}
