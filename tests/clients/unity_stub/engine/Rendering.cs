namespace UnityEngine.Rendering
{
    public class RenderPipelineAsset : ScriptableObject
    {
    }

    public static class GraphicsSettings
    {
        public static RenderPipelineAsset currentRenderPipeline { get; set; }
    }
}
