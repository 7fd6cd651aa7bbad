namespace Npcgen
{
    /// <summary>A file that the server made.</summary>
    public sealed class MadeFile
    {
        /// <summary>Without a folder: "keep.unity.json".</summary>
        public string Name { get; internal set; } = "";

        public byte[] Data { get; internal set; }
    }
}
