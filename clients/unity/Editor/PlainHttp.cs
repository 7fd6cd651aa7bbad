using System;
using UnityEditor;
using UnityEngine;

namespace Npcgen.Editor
{
    /// <summary>
    /// From Unity 2022 on a project refuses http://, also to this machine and also in the editor,
    /// until a setting allows it. This says so, with a button, where an address is typed.
    /// </summary>
    internal static class PlainHttp
    {
        internal static void Draw(string url)
        {
            if (!IsRefused || !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
            EditorGUILayout.HelpBox(
                "This project refuses http://. Project Settings > Player > Other Settings > Allow downloads over HTTP: "
                + "'Always allowed' for a server that ships with the game, 'development builds only' to try things out.",
                MessageType.Warning);
            if (GUILayout.Button("Allow it in the editor and in development builds"))
            {
                Allow();
            }
        }

#if UNITY_2022_1_OR_NEWER
        private static bool IsRefused
        {
            get { return PlayerSettings.insecureHttpOption == InsecureHttpOption.NotAllowed; }
        }

        private static void Allow()
        {
            PlayerSettings.insecureHttpOption = InsecureHttpOption.DevelopmentOnly;
        }
#else
        private static bool IsRefused
        {
            get { return false; }
        }

        private static void Allow()
        {
        }
#endif
    }
}
