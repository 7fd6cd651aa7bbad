using UnityEditor;

namespace Npcgen.Editor
{
    /// <summary>The inspector of an NpcClient: its fields, and whether the project lets it connect.</summary>
    [CustomEditor(typeof(NpcClient))]
    public sealed class NpcClientInspector : UnityEditor.Editor
    {
        public override void OnInspectorGUI()
        {
            DrawDefaultInspector();
            PlainHttp.Draw(((NpcClient)target).BaseUrl);
        }
    }
}
