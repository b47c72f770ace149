namespace Hex.Testing.Node;

/// <summary>Where and when the parts of a record were written.</summary>
internal struct RecordSpan
{
    public int Parts { get; private set; }

    public ulong FirstTime { get; private set; }

    public ulong LastTime { get; private set; }

    public (LogGeneration File, int Epoch) First { get; private set; }

    public (LogGeneration File, int Epoch) Last { get; private set; }

    public void Add(LogGeneration file, ulong time)
    {
        if (Parts++ == 0)
        {
            First = (file, file.Epoch);
            FirstTime = time;
        }

        Last = (file, file.Epoch);
        LastTime = time;
    }
}
