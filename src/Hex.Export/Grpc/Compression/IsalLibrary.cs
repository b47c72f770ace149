using System.Runtime.InteropServices;

namespace Hex.Export.Grpc.Compression;

/// <summary>The parts of ISA-L (<c>libisal.so.2</c>, header <c>igzip_lib.h</c>) that make gzip.</summary>
internal static unsafe partial class IsalLibrary
{
    public const string Name = "libisal.so.2";

    /// <summary>COMP_OK.</summary>
    public const int Ok = 0;

    /// <summary>IGZIP_GZIP: write header and trailer too.</summary>
    public const ushort GzipWrapper = 1;

    /// <summary>ISAL_DEF_LVL1_DEFAULT: 4 KiB + a hash table of 8 Ki shorts + 64 Ki tokens of 4 bytes.</summary>
    public const int Level1BufferBytes = (4 * 1024) + (2 * 8 * 1024) + (4 * 64 * 1024);

    /// <summary>
    /// sizeof(struct isal_zstream) is 82,384 in 2.30; the part behind the public fields belongs to the library, so later versions get room to grow.
    /// </summary>
    public const int StreamBytes = 128 * 1024;

    [LibraryImport(Name, EntryPoint = "isal_deflate_init")]
    public static partial void Init(Stream* stream);

    [LibraryImport(Name, EntryPoint = "isal_deflate")]
    public static partial int Deflate(Stream* stream);

    /// <summary>The public fields at the start of <c>struct isal_zstream</c>; its internal state follows them.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct Stream
    {
        [FieldOffset(0)]
        public byte* NextIn;

        [FieldOffset(8)]
        public uint AvailableIn;

        [FieldOffset(12)]
        public uint TotalIn;

        [FieldOffset(16)]
        public byte* NextOut;

        [FieldOffset(24)]
        public uint AvailableOut;

        [FieldOffset(28)]
        public uint TotalOut;

        [FieldOffset(32)]
        public void* HuffmanTables;

        [FieldOffset(40)]
        public uint Level;

        [FieldOffset(44)]
        public uint LevelBufferSize;

        [FieldOffset(48)]
        public byte* LevelBuffer;

        [FieldOffset(56)]
        public ushort EndOfStream;

        [FieldOffset(58)]
        public ushort Flush;

        [FieldOffset(60)]
        public ushort GzipFlag;

        [FieldOffset(62)]
        public ushort HistoryBits;
    }
}
