export const prompts = {
  title: "Message",
  ways: {
    choose: "Choose",
    upload: "Upload",
    speak: "Speak a text",
  },
  choose: "Choose a message",
  none: "No messages yet: upload one or speak a text",
  listen: "Listen to the message",
  name: "Name of the message",
  file: "Audio file (WAV, MP3)",
  chooseFile: "Choose an audio file",
  upload: "Upload",
  text: "Text",
  textHint: "Hello, we invite you… Press 1 to register, 9 to refuse.",
  speak: "Speak it",
};
